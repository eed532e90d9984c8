/** The command that installs a thing on this machine. */
import { existsSync } from "node:fs";

type Installable = "node" | "java" | "go" | "pulumi" | "opa";
type System = "brew" | "apt" | "other";

const COMMANDS: Readonly<Record<Installable, Readonly<Record<System, string>>>> = {
  node: {
    brew: "brew install node@22",
    apt: "sudo apt-get install -y nodejs npm   # or, if that is older: https://nodejs.org/en/download",
    other: "https://nodejs.org/en/download",
  },
  java: {
    brew: "brew install openjdk@17",
    apt: "sudo apt-get install -y openjdk-17-jre-headless",
    other: "https://adoptium.net/temurin/releases/?version=17",
  },
  go: {
    brew: "brew install go",
    apt: "sudo apt-get install -y golang-go   # or, if that is older: https://go.dev/doc/install",
    other: "https://go.dev/doc/install",
  },
  pulumi: {
    brew: "brew install pulumi/tap/pulumi",
    apt: "curl -fsSL https://get.pulumi.com | sh",
    other: "https://www.pulumi.com/docs/install/",
  },
  opa: {
    brew: "brew install opa",
    apt: "https://www.openpolicyagent.org/docs/#1-download-opa",
    other: "https://www.openpolicyagent.org/docs/#1-download-opa",
  },
};

/** The command for this operating system, or the page that tells it. */
export function installCommand(what: Installable, system: System = thisSystem()): string {
  return COMMANDS[what][system];
}

function thisSystem(): System {
  if (process.platform === "darwin") return "brew";
  return process.platform === "linux" && existsSync("/usr/bin/apt-get") ? "apt" : "other";
}
