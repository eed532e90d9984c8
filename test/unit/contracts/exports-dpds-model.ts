/**
 * The Data Product Descriptor Specification 1.0.0 as a model, written from the specification
 * (https://dpds.opendatamesh.org): no package has its JSON Schema. Closed but for `x-` fields, which the schema isn't.
 */
import { z } from "zod";

function open<S extends z.ZodRawShape>(shape: S) {
  return z
    .object(shape)
    .catchall(z.unknown())
    .superRefine((value, context) => {
      for (const key of Object.keys(value))
        if (!Object.hasOwn(shape, key) && !key.startsWith("x-"))
          context.addIssue({ code: "unrecognized_keys", keys: [key], input: value });
    });
}

const text = z.string().min(1).optional();
const version = z.string().regex(/^\d+\.\d+\.\d+/);
const name = z.string().min(1);
const fullyQualifiedName = z.string().regex(/^urn:dpds:[^:]+:dataproducts:[^:]+:\d+(:[a-z]+:[^:]+:\d+)?$/);

const entity = {
  id: z.uuid().optional(),
  fullyQualifiedName: fullyQualifiedName.optional(),
  entityType: z
    .string()
    .regex(/^[a-z0-9]+$/i)
    .optional(),
  name,
  version,
  displayName: text,
  description: text,
  componentGroup: text,
  tags: z.array(z.string()).optional(),
  externalDocs: z.looseObject({ $href: z.url() }).optional(),
};

const definition = open({
  ...entity,
  specification: z.string().min(1),
  specificationVersion: text,
  definition: z.union([z.looseObject({}), z.string().min(1)]),
}).optional();

const port = open({
  ...entity,
  promises: open({
    platform: text,
    servicesType: text,
    api: definition,
    deprecationPolicy: definition,
    slo: definition,
  }).optional(),
  expectations: open({ audience: definition, usage: definition }).optional(),
  obligations: open({ termsAndConditions: definition, billingPolicy: definition, sla: definition }).optional(),
});
const ports = z.array(port).optional();
const names = z.array(fullyQualifiedName).optional();

export const descriptor = z.strictObject({
  dataProductDescriptor: z.literal("1.0.0"),
  info: open({
    id: z.uuid().optional(),
    fullyQualifiedName,
    entityType: z.literal("dataproduct").optional(),
    name,
    version,
    displayName: text,
    description: text,
    domain: name,
    owner: open({ id: z.string().min(1), name: text }),
    contactPoints: z.array(open({ name: text, description: text, channel: text, address: text })).optional(),
  }),
  interfaceComponents: z.strictObject({
    inputPorts: ports,
    outputPorts: z.array(port),
    discoveryPorts: ports,
    observabilityPorts: ports,
    controlPorts: ports,
  }),
  internalComponents: z
    .strictObject({
      lifecycleInfo: z.looseObject({}).optional(),
      applicationComponents: z
        .array(
          open({
            ...entity,
            platform: text,
            applicationType: text,
            consumesFrom: names,
            providesTo: names,
            dependsOn: names,
          }),
        )
        .optional(),
      infrastructuralComponents: z
        .array(open({ ...entity, platform: text, infrastructureType: text, dependsOn: names }))
        .optional(),
    })
    .optional(),
  components: z.looseObject({}).optional(),
  tags: z.array(z.string()).optional(),
  externalDocs: z.looseObject({ $href: z.url() }).optional(),
});
