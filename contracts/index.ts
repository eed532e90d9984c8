/** What the rest of the project uses of the contracts; see README.md of this folder. */
export { incompatibilities } from "./compatibility";
export { avroSchema } from "./exports/avro";
export { jsonSchema } from "./exports/json-schema";
export { ddl } from "./exports/sql";
export { domainNames, loadMesh, loadProducts, type Mesh } from "./load";
export type * from "./model";
export { formatProblems, type LoadResult, type Problem } from "./problem";
