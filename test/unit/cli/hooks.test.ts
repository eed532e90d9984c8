/** The git hook, and the pre-commit framework's, on real repositories. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../support/checkout";
import { INSTALLING, python } from "../../support/python";

const { offer } = require("../../../hooks/offer.cjs") as {
  readonly offer: (given: { isTerminal: boolean; env: NodeJS.ProcessEnv; folder: string }) => string | undefined;
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-hooks-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PERSON = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};
const CLEAN = { ...process.env, ...PERSON, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };

/** A repository of contracts that has the mesh installed. */
class Repository {
  readonly root: string;
  constructor(name: string) {
    this.root = join(folder, name);
    mkdirSync(join(this.root, "node_modules/.bin"), { recursive: true });
    symlinkSync(join(ROOT, "cli/mesh.cjs"), join(this.root, "node_modules/.bin/mesh"));
    writeFileSync(join(this.root, ".gitignore"), "node_modules\n");
    cpSync(join(ROOT, "domains"), join(this.root, "domains"), { recursive: true });
    this.git("init", "-q");
    this.git("add", "-A");
    this.git("commit", "-qm", "first", "--no-verify");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.root, env: CLEAN, encoding: "utf8" });
  }

  mesh(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), ...args], {
      ...{ cwd: this.root, env: CLEAN, encoding: "utf8" },
    });
    return { status, said: stdout + stderr };
  }

  /** Stages everything, and commits. */
  commit(args: readonly string[] = ["-a"]) {
    const { status, stdout, stderr } = spawnSync("git", ["commit", "-qm", "change", ...args], {
      ...{ cwd: this.root, env: CLEAN, encoding: "utf8" },
    });
    return { status, said: stdout + stderr };
  }

  edit(file: string, from: string, to: string): void {
    const path = join(this.root, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  }
}

const CONTRACT = "domains/orders/orders.odcs.yaml";

describe("the git hook", () => {
  test("refuses a broken contract, lets a good one pass, and looks at what is staged", () => {
    const repository = new Repository("plain");
    expect(repository.mesh("hooks", "install")).toMatchObject({
      status: 0,
      said: expect.stringContaining("is linted"),
    });
    repository.edit(CONTRACT, "value: 99.9", "value: 101");
    const refused = repository.commit();
    expect(refused.status).toBe(1);
    expect(refused.said).toContain(`${CONTRACT}:`);
    expect(refused.said).toContain("error semantic/sla: The objective availability is a share.");
    // Across files: the whole mesh is judged.
    repository.git("checkout", "-q", "HEAD", "--", ".");
    repository.edit(CONTRACT, "id: orders\n", "id: order\n");
    expect(repository.commit().said).toContain("mesh/contract");
    repository.git("checkout", "-q", "HEAD", "--", ".");
    repository.edit(CONTRACT, "value: 99.9", "value: 99.5");
    repository.git("add", CONTRACT);
    // What isn't staged isn't committed, and not judged.
    repository.edit(CONTRACT, "value: 99.5", "value: 101");
    expect(repository.commit([])).toMatchObject({ status: 0 });
    expect(repository.git("log", "--format=%s").trim().split("\n")).toEqual(["change", "first"]);
    // A commit of something else doesn't wait for the linter, nor for what is wrong elsewhere.
    repository.git("checkout", "-q", "HEAD", "--", ".");
    writeFileSync(join(repository.root, "notes.txt"), "x");
    repository.git("add", "notes.txt");
    expect(repository.commit([])).toEqual({ status: 0, said: "" });
  }, 60_000);

  test("is never put over another's, can be put again, and taken away", () => {
    const repository = new Repository("others");
    const hook = join(repository.root, ".git/hooks/pre-commit");
    mkdirSync(join(repository.root, ".git/hooks"), { recursive: true });
    writeFileSync(hook, "#!/bin/sh\necho mine\n");
    const { status, said } = repository.mesh("hooks", "install");
    expect(said).toContain("there is a hook of another's; it is left as it is. Fix: add this line to it");
    expect(status).toBe(1);
    expect(readFileSync(hook, "utf8")).toBe("#!/bin/sh\necho mine\n");
    expect(repository.mesh("hooks", "uninstall").status).toBe(1);
    // Where the repository says that its hooks are elsewhere, they are there.
    repository.git("config", "core.hooksPath", ".hooks");
    expect(repository.mesh("hooks", "install").status).toBe(0);
    expect(repository.mesh("hooks", "install").status).toBe(0);
    expect(existsSync(join(repository.root, ".hooks/pre-commit"))).toBe(true);
    expect(repository.mesh("hooks", "uninstall")).toMatchObject({ status: 0 });
    expect(existsSync(join(repository.root, ".hooks/pre-commit"))).toBe(false);
  }, 60_000);

  test("outside of a checkout there is nothing to set up", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), "hooks", "install"], {
      ...{ cwd: folder, env: CLEAN, encoding: "utf8" },
    });
    expect(stderr).toContain("allowed: a git checkout");
    expect(status).toBe(1);
  });
});

describe("npm install's offer", () => {
  test("one line at a terminal, in a checkout that has no hook; else nothing", () => {
    const { root } = new Repository("offer");
    const at = { isTerminal: true, env: {}, folder: root };
    expect(offer(at)).toBe("Lint contracts before each commit: npx mesh hooks install");
    expect(offer({ ...at, isTerminal: false })).toBeUndefined();
    expect(offer({ ...at, env: { CI: "true" } })).toBeUndefined();
    expect(offer({ ...at, folder })).toBeUndefined();
    mkdirSync(join(root, ".git/hooks"), { recursive: true });
    writeFileSync(join(root, ".git/hooks/pre-commit"), "");
    expect(offer(at)).toBeUndefined();
    const scripts = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { prepare: string } })
      .scripts;
    expect(scripts.prepare).toBe("node hooks/offer.cjs");
    expect(execFileSync(process.execPath, [join(ROOT, "hooks/offer.cjs")], { cwd: root, encoding: "utf8" })).toBe("");
  });
});

describe("the pre-commit framework", () => {
  test(
    "takes the manifest, refuses a broken contract, lets a good one pass",
    async (test) => {
      const { bin, run } = await python("precommit", test);
      const manifest = join(ROOT, ".pre-commit-hooks.yaml");
      expect(await run("pre-commit", ["validate-manifest", manifest])).toMatchObject({ code: 0 });
      // The framework clones what it takes hooks from: a repository of the manifest alone is soon cloned.
      const hooks = join(folder, "manifest");
      mkdirSync(hooks);
      cpSync(manifest, join(hooks, ".pre-commit-hooks.yaml"));
      const git = (...args: string[]) => execFileSync("git", args, { cwd: hooks, env: CLEAN, encoding: "utf8" }).trim();
      git("init", "-q");
      git("add", "-A");
      git("commit", "-qm", "hooks");
      const repository = new Repository("framework");
      const config = `repos: [{ repo: ${hooks}, rev: ${git("rev-parse", "HEAD")}, hooks: [{ id: mesh-lint-installed }] }]\n`;
      writeFileSync(join(repository.root, ".pre-commit-config.yaml"), config);
      repository.git("add", "-A");
      const framework = (...args: string[]) =>
        spawnSync(join(bin, "pre-commit"), args, {
          ...{ cwd: repository.root, env: { ...CLEAN, PRE_COMMIT_HOME: join(folder, "cache") }, encoding: "utf8" },
        });
      const all = framework("run", "--all-files");
      expect(all.stdout).toMatch(/mesh lint\.+Passed/);
      repository.edit(CONTRACT, "value: 99.9", "value: 101");
      repository.git("add", "-A");
      const broken = framework("run");
      expect(broken.stdout).toContain("semantic/sla");
      expect(broken.status).toBe(1);
    },
    INSTALLING,
  );
});
