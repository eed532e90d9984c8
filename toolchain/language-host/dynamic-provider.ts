/**
 * `pulumi-resource-pulumi-nodejs`, the provider behind `pulumi.dynamic`. The
 * official CLI brings it as a script that does just this: start the one in the
 * program's own SDK. The engine starts it in the program's folder.
 */
import { sdkScript } from "./resolve";

try {
  require(sdkScript("dynamic-provider", process.cwd()));
} catch (error) {
  process.stderr.write(`pulumi-resource-pulumi-nodejs: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
