/** The table: each row speaks for some fields of some elements; the first that names a field has it. */
import type { Grader, Presence } from "../change";
import { ACCESS, ACCESS_PRESENCE } from "./access";
import { BOUNDS } from "./bounds";
import { CONTRACT } from "./contract";
import { DATASET, DATASET_PRESENCE } from "./dataset";
import { OBJECTIVES, OBJECTIVES_PRESENCE } from "./objectives";
import { PRODUCT, PRODUCT_PRESENCE } from "./product";
import { PROPERTY, PROPERTY_PRESENCE } from "./property";
import { QUALITY, QUALITY_PRESENCE } from "./quality";
import { WORDS } from "./words";

export const GRADERS: readonly Grader[] = [
  ...CONTRACT,
  ...DATASET,
  ...PROPERTY,
  ...BOUNDS,
  ...OBJECTIVES,
  ...QUALITY,
  ...ACCESS,
  ...PRODUCT,
  ...WORDS,
];

export const PRESENCE: readonly Presence[] = [
  ...DATASET_PRESENCE,
  ...PROPERTY_PRESENCE,
  ...OBJECTIVES_PRESENCE,
  ...QUALITY_PRESENCE,
  ...ACCESS_PRESENCE,
  ...PRODUCT_PRESENCE,
];
