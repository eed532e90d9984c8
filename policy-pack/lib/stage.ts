import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { DataProduct } from "../../contracts/model";
import type { Context, Guardrail, Product, Resource, Stack, Value } from "./guardrail";
import { guarded, Known } from "./known";
import { Ledger } from "./ledger";
import { meaningsOf, meaningTypes } from "./meaning";
import { hide, secretsOf } from "./secrets";
import { DATA_PRODUCT } from "./types";

/** Parameters that domains have tightened: domain → guardrail → parameter → value. */
export type Tightenings = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Value>>>>>>;

/** What this file needs of the SDK's two kinds of arguments. */
export type Registered = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props" | "opts" | "provider">;

const THROW_AWAY = "local";
const PLATFORM = "platform";

/**
 * All that one run of the engine has registered so far. Stack checks judge the same inputs that resource checks saw:
 * at the end the SDK hands over outputs, in which a component's inputs are missing.
 */
export class Stage {
  private readonly resources = new Map<string, Resource>();
  private products: readonly Product[] = [];
  /** By stack and guardrail, until the next product: every resource asks, and nothing in them changes in between. */
  private readonly contexts = new Map<string, Context>();

  /** Texts that the engine marked as secrets. */
  private readonly secrets = new Set<string>();

  constructor(
    private readonly tightenings: Tightenings = {},
    private readonly ledger = new Ledger("", []),
  ) {}

  /** The resource, taken in once and then the same for every guardrail. */
  note(registered: Registered): Resource {
    const { urn, type, props } = registered;
    const known = this.resources.get(urn);
    if (known) return known;
    const resource = resourceOf(registered);
    this.resources.set(urn, resource);
    // No check reads what a provider connects with, and its "none" would take that word out of every message.
    if (!type.startsWith("pulumi:providers:")) for (const secret of secretsOf(props)) this.secrets.add(secret);
    if (type === DATA_PRODUCT) {
      const model = modelOf(props, urn);
      if (model) {
        this.products = [...this.products, { urn, model }];
        this.contexts.clear();
      }
    }
    return resource;
  }

  /** What the stack holds. A resource that was never registered in this run is judged by its outputs. */
  stack(present: readonly PolicyResource[]): Stack {
    const resources = present.map((resource) => this.note(resource));
    const byType = group(resources);
    const byUrn = new Map(present.map((resource) => [resource.urn, resource]));
    return {
      resources,
      ofType: (...types) =>
        types.flatMap((type) => (byType.get(type) ?? []).flatMap((one) => [...meaningsOf(one, [type])])),
      madeOf: ({ urn }, property) => (byUrn.get(urn)?.propertyDependencies?.[property] ?? []).map((one) => one.urn),
    };
  }

  context(guardrail: Guardrail, urn: string): Context {
    const stack = stackOf(urn);
    const key = `${stack} ${guardrail.id}`;
    const context = this.contexts.get(key) ?? this.makeContext(guardrail, stack);
    this.contexts.set(key, context);
    return context;
  }

  private makeContext({ id, parameters }: Guardrail, stack: string): Context {
    const [, domain = stack, environment = ""] = /^(.+)-([^-]+)$/.exec(stack) ?? [];
    const defaults = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default] as const);
    return {
      // Each value is a default or was checked against its parameter (tighten.ts), so it has its parameter's type.
      values: { ...Object.fromEntries(defaults), ...this.tightenings[domain]?.[id] } as Context["values"],
      stack,
      domain,
      isPlatform: domain === PLATFORM,
      throwAway: environment === THROW_AWAY,
      products: this.products,
      exemptions: this.ledger.of(stack),
      today: this.ledger.today,
      hide: (message) => hide(message, this.secrets),
    };
  }
}

/** `orders-local` of `urn:pulumi:orders-local::project::type::name`. */
function stackOf(urn: string): string {
  return urn.split("::", 1)[0]?.replace(/^urn:pulumi:/, "") ?? "";
}

/** All guardrails share the copy, a domain's own rules too: none may change what the next one sees. */
function frozen(_key: string, value: unknown): unknown {
  return Object.freeze(value);
}

function group(resources: readonly Resource[]): Map<string, Resource[]> {
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const type of meaningTypes(resource.type)) {
      const same = byType.get(type);
      if (same) same.push(resource);
      else byType.set(type, [resource]);
    }
  }
  return byType;
}

function resourceOf({ urn, type, name, props, opts, provider }: Registered): Resource {
  const { protect, ignoreChanges = [], aliases = [] } = opts;
  return {
    urn,
    type,
    name,
    props: new Known(props, urn),
    protect: protect === true,
    ignoreChanges,
    aliases,
    ...(provider ? { provider: { urn: provider.urn, type: provider.type, name: provider.name } } : {}),
  };
}

/** The component's model: a plain copy where all of it is known, else behind the guard. Absent: not an object, or unknown. */
function modelOf(props: Registered["props"], urn: string): DataProduct | undefined {
  let model: unknown;
  try {
    model = props.model;
  } catch {
    // The product guardrails read it again, and that is a violation of value-known.
    return undefined;
  }
  if (model === null || typeof model !== "object") return undefined;
  try {
    return JSON.parse(JSON.stringify(model), frozen) as DataProduct;
  } catch {
    // Something in it is unknown. Perhaps no guardrail needs that; the guard will tell.
    return guarded(model, { urn, path: "model" }) as DataProduct;
  }
}
