/**
 * The embedded default's one long-running process: starts the parts, runs what is rendered in `manifests/`, and keeps
 * all of it running until it is told to stop. Started by `startEmbedded` (index.ts), detached from any terminal.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../toolchain/errors";
import { ensureArtifacts } from "./artifacts";
import { processOf } from "./deployments";
import { diskProblem } from "./disk";
import { javaFile } from "./java";
import { kafka } from "./kafka";
import { Keeper, type ProcessSpec, type Report } from "./keeper";
import { fingerprint, readManifests } from "./manifests";
import { endOrphans, identify } from "./orphans";
import type { PartContext } from "./parts";
import { freePort } from "./ports";
import { createDatabases, postgres } from "./postgres";
import { registry } from "./registry";
import { places, type Runtime, readRuntime, writeRuntime } from "./runtime";
import { sourcesHash } from "./sources";

/** What `GET /status` answers. */
export interface Status {
  /** Of the sources that this supervisor was started from. */
  readonly sources: string;
  readonly processes: readonly Report[];
  /** Manifests that can't be run, and why; a full disk. */
  readonly problems: readonly string[];
  /** Why a part could not be started. */
  readonly failure: string | null;
}

/** How often the manifests are looked at: a `pulumi up` by hand takes effect without anybody telling. */
const LOOK_MS = 700;

class Supervisor {
  readonly #parts: Keeper[] = [];
  readonly #services = new Map<string, Keeper>();
  #problems: readonly string[] = [];
  #failure: string | null = null;
  #seen: string | undefined;
  #stopping = false;
  #reconciling: Promise<void> = Promise.resolve();

  constructor(
    readonly home: string,
    readonly runtime: Runtime,
    readonly sources: string,
  ) {}

  get status(): Status {
    const keepers = [...this.#parts, ...this.#services.values()];
    const disk = diskProblem(this.home);
    return {
      sources: this.sources,
      processes: keepers.map(({ report }) => report),
      problems: disk
        ? [`${disk}; fix: free some, and everything goes on by itself`, ...this.#problems]
        : this.#problems,
      failure: this.#failure,
    };
  }

  /** Starts the parts, then looks at the manifests for ever. */
  async run(): Promise<void> {
    try {
      await endOrphans(places(this.home).run);
      await this.#startParts();
    } catch (error) {
      // It stays, so that whoever asks is told why.
      this.#failure = messageOf(error);
      console.error(this.#failure);
      return;
    }
    while (!this.#stopping) {
      await this.reconcile();
      await sleep(LOOK_MS);
    }
  }

  /** Runs what is rendered, as it is rendered now. */
  reconcile(): Promise<void> {
    this.#reconciling = this.#reconciling
      .then(() => this.#reconcile())
      .catch((error: unknown) => {
        // Looked at again: a file may have gone between two looks, or the disk may be full.
        this.#problems = [messageOf(error)];
        this.#seen = undefined;
      });
    return this.#reconciling;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#reconciling;
    await Promise.all([...this.#services.values()].map((keeper) => keeper.stop()));
    const [database, ...others] = this.#parts;
    await Promise.all(others.map((keeper) => keeper.stop()));
    await database?.stop();
  }

  async #startParts(): Promise<void> {
    const { home, runtime } = this;
    const context: PartContext = {
      home,
      runtime,
      artifacts: await ensureArtifacts({ log: console.error }),
      java: await javaFile(),
      controllerPort: await freePort(),
      internalPassword: randomBytes(24).toString("base64url"),
    };
    const database = this.#start(await postgres(context));
    const broker = kafka(context).then((spec) => this.#start(spec));
    await Promise.all([broker, database.ready().then(() => this.#withRegistry(context))]);
  }

  async #withRegistry(context: PartContext): Promise<void> {
    if (this.#stopping) return;
    await createDatabases(context);
    this.#start(registry(context));
  }

  #start(spec: ProcessSpec): Keeper {
    const keeper = this.#keeper(spec);
    // The database first: the others are stopped before it.
    this.#parts.push(keeper);
    return keeper;
  }

  #keeper(spec: ProcessSpec): Keeper {
    const { logs, run } = places(this.home);
    const keeper = new Keeper(spec, { logs, pids: run });
    return this.#stopping ? keeper : keeper.start();
  }

  async #reconcile(): Promise<void> {
    const folder = places(this.home).manifests;
    const seen = fingerprint(folder);
    if (this.#stopping || seen === this.#seen) return;
    const manifests = readManifests(folder);
    const problems = [...manifests.problems];
    const wanted = new Set<string>();
    for (const deployment of manifests.deployments) {
      const name = `${deployment.metadata.namespace}/${deployment.metadata.name}`;
      wanted.add(name);
      if (deployment.spec.replicas === 0) wanted.delete(name);
      else {
        try {
          await this.#want(processOf(deployment, manifests, this.home));
        } catch (error) {
          problems.push(`${name}: ${messageOf(error)}`);
        }
      }
    }
    // A manifest that can't be read now may be one that is being written: nothing is stopped for its sake.
    const gone = manifests.problems.length > 0 ? [] : [...this.#services.keys()].filter((name) => !wanted.has(name));
    await Promise.all(gone.map((name) => this.#drop(name)));
    this.#problems = problems;
    // What was incomplete is looked at again.
    this.#seen = problems.length > 0 ? undefined : seen;
  }

  async #want(spec: ProcessSpec): Promise<void> {
    const present = this.#services.get(spec.name);
    if (present?.spec.identity === spec.identity) return;
    // Both would listen on the same port.
    if (present) await present.stop();
    this.#services.set(spec.name, this.#keeper(spec));
  }

  async #drop(name: string): Promise<void> {
    await this.#services.get(name)?.stop();
    this.#services.delete(name);
  }
}

function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

async function main(home: string): Promise<void> {
  const runtime = readRuntime(home);
  if (!runtime) throw new Error(`${home}/runtime.json is missing; fix: mesh up`);
  const supervisor = new Supervisor(home, runtime, sourcesHash());
  const token = randomBytes(24).toString("base64url");
  const expected = Buffer.from(`Bearer ${token}`);
  const isAllowed = ({ headers }: IncomingMessage) => {
    const given = Buffer.from(headers.authorization ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= supervisor.stop().then(() => {
      // Only what is ours: another supervisor may have been started meanwhile.
      const now = readRuntime(home);
      if (now?.supervisor?.pid === process.pid) {
        const { supervisor: _gone, ...rest } = now;
        writeRuntime(home, rest);
      }
    });
    return stopping;
  };
  const routes: Record<string, () => Promise<unknown>> = {
    "GET /status": async () => supervisor.status,
    "POST /reconcile": async () => {
      await supervisor.reconcile();
      return supervisor.status;
    },
    "POST /stop": async () => {
      await stop();
      return { stopped: true };
    },
  };
  const server = await listen((request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    const answer = (code: number, body: unknown) =>
      response.writeHead(code, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body));
    if (!isAllowed(request)) return void answer(401, { error: "the token of runtime.json is needed" });
    if (!route) return void answer(404, { error: `${Object.keys(routes).join(", ")}` });
    route().then(
      (body) => {
        answer(200, body);
        if (request.url === "/stop") response.once("close", () => process.exit(0));
      },
      (error: unknown) => answer(500, { error: String(error) }),
    );
  });
  const { port } = server.address() as AddressInfo;
  const birth = identify(process.pid)?.birth ?? "";
  writeRuntime(home, { ...runtime, supervisor: { pid: process.pid, birth, url: `http://127.0.0.1:${port}`, token } });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => void stop().finally(() => process.exit(0)));
  standFast();
  await supervisor.run();
}

/** One thing that goes wrong, be it a library's late failure or a log that can't be written, must not stop all the others. */
function standFast(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.on("unhandledRejection", (reason) => console.error("not handled:", reason));
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
});
