/** What the rest of the project uses of the contracts; see README.md of this folder. */
export { incompatibilities } from "./compatibility";
export { domainNames } from "./domains";
export { avroSchema } from "./exports/avro";
export { jsonSchema } from "./exports/json-schema";
export { ddl } from "./exports/sql";
export { loadMesh, loadProducts, type Mesh } from "./load";
export type * from "./model";
export { formatProblems, type LoadResult, type Problem } from "./problem";
