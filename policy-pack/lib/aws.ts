import type { Resource } from "./guardrail";
import { Known, UnknownRead } from "./known";

/**
 * AWS resources come by two vendors' types: `aws:` (over the Terraform provider) and `aws-native:` (over Cloud Control,
 * in CloudFormation's shapes). A file `aws-<service>.ts` reads both as what they mean, defaults included; guardrails
 * judge the meaning.
 */
export function isNative({ type }: Pick<Resource, "type">): boolean {
  return type.startsWith("aws-native:");
}

/** The input at a path, which each vendor names differently. */
export function either(resource: Resource, paths: { readonly classic: Path; readonly native: Path }): Known {
  return resource.props.at(...(isNative(resource) ? paths.native : paths.classic));
}

type Path = readonly (string | number)[];

/** Is this a KMS key of the account's own, and not one that AWS manages (`alias/aws/s3`)? @throws UnknownRead */
export function isOwnKey(key: Known): boolean {
  const text = key.text();
  return text !== undefined && text !== "" && !/(^|:)alias\/aws\//.test(text);
}

/**
 * What `judge` says of each; what is unknown of one doesn't hide what is wrong with the next.
 *
 * @throws UnknownRead the first, when all were judged.
 */
export function* ofEach<T, F>(all: Iterable<T>, judge: (one: T) => Iterable<F>): Generator<F> {
  let unknown: UnknownRead | undefined;
  for (const one of all) {
    try {
      yield* judge(one);
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
}

/** The tag of that name: tags are a map, or in many of aws-native's types a list. @throws UnknownRead */
export function tagOf({ props, urn }: Resource, name: string): Known {
  const tags = props.at("tags");
  if (!tags.isList) return tags.at(name);
  const tag = [...tags.list()].find((one) => one.at("key").text() === name);
  return tag ? tag.at("value") : new Known(undefined, urn, `tags.${name}`);
}
