import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildPart, type Maker } from "../../toolchain/build";
import { Layout } from "../../toolchain/cache";
import { findings } from "../../toolchain/doctor";
import { type Downloader, downloadEngine } from "../../toolchain/download";
import { ensureToolchain, findToolchain, ToolchainError } from "../../toolchain/index";
import { isAlive, withLock } from "../../toolchain/lock";
import { contentHash, PLUGINS, PULUMI_DOWNLOAD } from "../../toolchain/pins";
import { elapsed, Progress } from "../../toolchain/progress";
import { goBuild, recipe } from "../../toolchain/recipes";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toolchain-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines: string[] = [];
const quiet = new Progress((line) => void lines.push(line));
beforeEach(() => void lines.splice(0));

/** A program that prints a version. */
function program(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "Version: v${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const made: string[] = [];
beforeEach(() => void made.splice(0));
const maker: Maker = async ({ name }, output) => {
  made.push(name);
  program(output, "0.0.0");
};
const unreachable: Downloader = {
  reach: async () => {
    throw new Error("no network");
  },
  install: async () => {
    throw new Error("must not be called");
  },
  plugin: async () => {
    throw new Error("must not be called");
  },
};

function environment(...folders: string[]): NodeJS.ProcessEnv {
  return { MESH_CACHE: join(folder, "cache"), PATH: folders.join(delimiter) };
}
const ensure = (env: NodeJS.ProcessEnv, downloader = unreachable, make = maker) =>
  ensureToolchain({ environment: env, downloader, maker: make, log: (line) => void lines.push(line) });

describe("pins", () => {
  it("follow the npm packages that ask for them", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const { name, version } of PLUGINS) expect(dependencies[`@pulumi/${name}`]).toBe(version);
    expect(dependencies["@pulumi/pulumi"]).toBe(PULUMI_DOWNLOAD);
  });

  it("hash content and file names, and nothing of where the checkout lies", () => {
    const write = (root: string, name: string, text: string) => {
      mkdirSync(join(folder, root), { recursive: true });
      writeFileSync(join(folder, root, name), text);
    };
    write("a", "go.mod", "module x");
    write("b", "go.mod", "module x");
    const hash = (root: string, ...words: string[]) => contentHash([join(folder, root)], words);
    expect(hash("a")).toBe(hash("b"));
    expect(hash("a", "linux")).not.toBe(hash("a", "darwin"));
    write("b", ".swp", "an editor's");
    expect(hash("a")).toBe(hash("b"));
    write("b", "go.mod", "module y");
    expect(hash("a")).not.toBe(hash("b"));
  });

  it("reach the binary through the linker", () => {
    expect(goBuild(recipe("pulumi-resource-kafka"), "out").join(" ")).toContain("-X main.version=3.13.2");
    expect(goBuild(recipe("pulumi"), "out").join(" ")).toContain("Version=v3.228.0");
  });
});

describe("order of preference", () => {
  it("takes what is on PATH, builds nothing, and leaves the user's PULUMI_HOME alone", async () => {
    program(join(folder, "bin", "pulumi"), "3.230.1");
    program(join(folder, "bin", "pulumi-language-nodejs"), "3.230.1");
    program(join(folder, "bin", "opa"), "1.30.0");
    const { pulumi, opa, plugins, env } = await ensure(environment(join(folder, "bin")));
    expect(pulumi).toMatchObject({ source: "path", version: "3.230.1", path: join(folder, "bin", "pulumi") });
    expect(opa.source).toBe("path");
    expect(plugins).toEqual([]);
    expect(made).toEqual([]);
    expect(env).toEqual({ PULUMI_SKIP_UPDATE_CHECK: "true" });
  });

  it.each([
    ["is too old", "3.100.0", true],
    ["has no language host", "3.230.1", false],
  ])("builds when the engine on PATH %s, and says why", async (_, version, hasHost) => {
    program(join(folder, "bin", "pulumi"), version);
    if (hasHost) program(join(folder, "bin", "pulumi-language-nodejs"), version);
    const { pulumi, env } = await ensure(environment(join(folder, "bin")));
    expect(pulumi.source).toBe("built");
    expect(lines.join("\n")).toContain(`version ${version}`);
    expect(lines.join("\n")).toContain("no network");
    expect(env.PATH?.split(delimiter)[0]).toBe(dirname(pulumi.path));
    expect(env.PULUMI_HOME).toBe(new Layout(environment()).home);
  });

  it("takes the official download before a build, in one piece", async () => {
    const downloader: Downloader = {
      reach: async () => {},
      install: async (root) => {
        program(join(root, "bin", "pulumi"), PULUMI_DOWNLOAD);
        program(join(root, "bin", "pulumi-language-nodejs"), PULUMI_DOWNLOAD);
      },
      plugin: async (_, home, { name, version }) => {
        program(join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`), version);
      },
    };
    const { pulumi, plugins, env } = await ensure(environment(), downloader);
    expect(pulumi).toMatchObject({ source: "download", version: PULUMI_DOWNLOAD });
    expect(plugins.map((plugin) => plugin.name)).toEqual(PLUGINS.map((plugin) => plugin.name));
    expect(made).toEqual(["opa"]);
    expect(env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION).toBeUndefined();
    expect((await ensure(environment(), unreachable)).pulumi.source).toBe("download");
  });

  it("remembers a failed download, so that it is not paid for twice", async () => {
    let tries = 0;
    const downloader = { ...unreachable, reach: async () => void (await unreachable.reach().finally(() => tries++)) };
    const layout = new Layout(environment());
    const reasons: string[] = [];
    for (let i = 0; i < 2; i++) await downloadEngine(layout, quiet, (reason) => void reasons.push(reason), downloader);
    expect(tries).toBe(1);
    expect(reasons[1]).toContain("not tried again");
  });

  it("never takes its own build for one of the user's", async () => {
    const first = await ensure(environment());
    const again = await findToolchain({ ...environment(), ...first.env });
    expect(again?.pulumi.source).toBe("built");
    expect(again?.env.PATH).toBe(first.env.PATH);
  });

  it("finds nothing in an empty cache, and makes nothing there", async () => {
    expect(await findToolchain(environment())).toBeUndefined();
    expect(existsSync(join(folder, "cache"))).toBe(false);
  });
});

describe("builds", () => {
  it("resume with the binaries that are finished, and leave nothing half-made", async () => {
    const broken: Maker = async (what, output, progress) => {
      if (what.name === "pulumi-resource-kafka") {
        writeFileSync(output, "half");
        throw new ToolchainError("killed");
      }
      await maker(what, output, progress);
    };
    await expect(ensure(environment(), unreachable, broken)).rejects.toThrow(/killed/);
    const layout = new Layout(environment());
    expect(existsSync(layout.pulumi)).toBe(true);
    expect(existsSync(layout.plugin("kafka", "3.13.2"))).toBe(false);
    expect(readdirSync(layout.temporary)).toEqual([]);
    made.splice(0);
    await ensure(environment());
    expect(made).toEqual(["pulumi-resource-kafka", "opa"]);
  });

  it("are shared by toolchains whose other parts differ", async () => {
    await buildPart("opa", new Layout(environment(), "one"), quiet, maker);
    await buildPart("opa", new Layout(environment(), "two"), quiet, maker);
    expect(made).toEqual(["opa"]);
    expect(existsSync(new Layout(environment(), "two").opa)).toBe(true);
  });

  it("run once when two start at the same time", async () => {
    const slow: Maker = async (what, output, progress) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await maker(what, output, progress);
    };
    const layout = new Layout(environment());
    await Promise.all([buildPart("opa", layout, quiet, slow), buildPart("opa", layout, quiet, slow)]);
    expect(made).toEqual(["opa"]);
    expect(lines.join()).toContain(`waiting for another build (process ${process.pid}`);
  });

  it("tell what was looked for, where, and what helps", async () => {
    const noGo: Maker = async () => {
      throw new ToolchainError("Go >=1.25.0 is needed.", ["go on PATH: not found"], ["brew install go"]);
    };
    const error = await ensure(environment(), unreachable, noGo).catch((e: unknown) => e as ToolchainError);
    expect(error).toBeInstanceOf(ToolchainError);
    for (const part of ["pulumi on PATH: not found", "no network", "go on PATH: not found", "$ brew install go"]) {
      expect((error as Error).message).toContain(part);
    }
  });
});

describe("lock", () => {
  const times = { beat: 10, dead: 200, poll: 5 };
  const lock = () => join(folder, "lock");

  it("recovers from a holder that died", async () => {
    let pid = 4_000_000;
    while (isAlive(pid)) pid++;
    const { hostname } = await import("node:os");
    writeFileSync(lock(), JSON.stringify({ pid, host: hostname(), since: new Date().toISOString() }));
    expect(await withLock(lock(), async () => "ran", { times })).toBe("ran");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("recovers from a holder elsewhere whose beat has stopped, but not before", async () => {
    writeFileSync(lock(), JSON.stringify({ pid: 1, host: "elsewhere", since: new Date().toISOString() }));
    const began = Date.now();
    await withLock(lock(), async () => {}, { times });
    expect(Date.now() - began).toBeGreaterThan(150);
  });

  it("holds off everybody else for as long as the work takes, and frees after a failure", async () => {
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      inside--;
    };
    await Promise.all([withLock(lock(), work, { times }), withLock(lock(), work, { times })]);
    await expect(withLock(lock(), () => Promise.reject(new Error("x")), { times })).rejects.toThrow("x");
    expect(existsSync(lock())).toBe(false);
  });
});

describe("progress", () => {
  it("writes a line at the start, one now and then, and one at the end", async () => {
    const task = new Progress((line) => void lines.push(line), process.stderr, 20).start("pulumi", "building");
    task.detail("12 packages compiled");
    await new Promise((resolve) => setTimeout(resolve, 70));
    task.end("built");
    expect(lines[0]).toBe("pulumi: building");
    expect(lines[1]).toBe("pulumi: building, 0s (12 packages compiled)");
    expect(lines.at(-1)).toBe("pulumi: built after 0s");
    expect(lines.length).toBeGreaterThanOrEqual(4);
  });

  it("tells times as people do", () => {
    expect(elapsed(0, 59_000)).toBe("59s");
    expect(elapsed(0, 185_000)).toBe("3m05s");
  });
});

describe("diagnosis", () => {
  const bare = {
    node: "20.1.0",
    refusals: ["/usr/bin/pulumi: version 3.1.0, needed >=3.228.0 <4"],
    freeGb: 3,
    cache: "/c",
  };

  it("gives a command for everything that is missing", () => {
    const all = findings(bare);
    const missing = all.filter((finding) => !finding.ok);
    expect(missing.map((finding) => finding.name)).toEqual([
      ...["java", "go", "pulumi", "plugin kubernetes", "plugin kafka", "opa", "disk space"],
    ]);
    for (const finding of missing) expect(finding.fix).not.toBe("");
    expect(all.find((finding) => finding.name === "pulumi")?.found).toContain("version 3.1.0");
  });

  it("asks for Go and eleven gigabytes only when there is something to build", () => {
    const tool = { name: "pulumi", version: "3.230.0", path: "/p", source: "path" as const };
    const engine = { pulumi: tool, languageHost: tool, plugins: [] };
    const all = findings({ ...bare, java: "17.0.2", engine, opa: tool });
    expect(all.filter((finding) => !finding.ok)).toEqual([]);
    expect(all.every((finding) => finding.fix === "")).toBe(true);
  });

  it.each(["1.8.0_392", "11.0.2"])("doesn't take Java %s", (java) => {
    expect(findings({ ...bare, java }).find((finding) => finding.name === "java")).toMatchObject({
      ok: false,
      found: java,
    });
  });
});
