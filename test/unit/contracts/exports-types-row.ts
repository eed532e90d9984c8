/** What a row of the table of types says, and short forms of properties. */

export interface Row {
  /** The ODCS property, its name left out. */
  readonly odcs: object;
  /** Its JSON Schema. */
  readonly json: object;
  readonly avro: unknown;
  /** Column type, then checks. */
  readonly sql: string;
  /** Type of the field; of timestamps without their package. */
  readonly proto: string;
  /** Version of the standard that it is in. @default v3.2.0 */
  readonly version?: string;
}

export const string = (options: object, more = {}) => ({ logicalType: "string", logicalTypeOptions: options, ...more });
export const integer = (options: object, more = {}) => ({
  logicalType: "integer",
  logicalTypeOptions: options,
  ...more,
});
export const number = (options: object, more = {}) => ({ logicalType: "number", logicalTypeOptions: options, ...more });
export const decimal = (precision: number, scale = 0) => ({ type: "bytes", logicalType: "decimal", precision, scale });
export const JSON_INTEGER = { type: "integer" };
