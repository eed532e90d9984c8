import * as pulumi from "@pulumi/pulumi";
import type { Subject as SubjectModel } from "../../contracts/model";
import { Subject, type SubjectArgs } from "../../provider/sdk";
import { stateful } from "../shared/stateful";
import { child, type Transform } from "../shared/transform";

export interface SchemaSubjectArgs {
  /** Subject, schema, compatibility mode and the versions kept in git, as the contract derives them. */
  readonly subject: SubjectModel;
  /** True where the subject may be deleted with its schemas. @default false: protected and retained */
  readonly throwAway?: boolean;
  readonly transform?: { readonly subject?: Transform<SubjectArgs> };
}

/**
 * A schema registry subject. A schema that is not compatible with the versions registered, or kept in git, is refused
 * at preview by the mesh provider's check.
 */
export class SchemaSubject extends pulumi.ComponentResource {
  /** Id that the registry gave the schema; it leads every record on the wire. */
  readonly schemaId: pulumi.Output<number>;
  readonly nodes: { readonly subject: Subject };

  constructor(name: string, args: SchemaSubjectArgs, opts?: pulumi.ComponentResourceOptions) {
    const { subject, throwAway = false, transform } = args;
    super("mesh:components:SchemaSubject", name, { subject, throwAway }, opts);

    const { schema, schemaType, compatibility, kept } = subject;
    this.nodes = {
      subject: new Subject(
        ...child(transform?.subject, [
          `${name}-subject`,
          { subject: subject.subject, schema, schemaType, compatibility, kept: [...kept], allowDelete: throwAway },
          { parent: this, ...stateful(throwAway) },
        ]),
      ),
    };
    this.schemaId = this.nodes.subject.schemaId;
    this.registerOutputs({ subject: subject.subject, schemaId: this.schemaId });
  }
}
