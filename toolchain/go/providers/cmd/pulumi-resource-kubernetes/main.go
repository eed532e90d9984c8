// Command pulumi-resource-kubernetes is the official Kubernetes provider under
// an entry point of our own.
//
// Why not the official main: it embeds two files that its own release build
// generates, and they are not part of the published module, so the official
// command does not compile from it. The generated files are made from
// schema.json and terraform-mapping.json, which are in the module. Our build
// makes them in a copy of this folder (see toolchain/build-steps.ts); they
// are large and belong to the provider, so they are never committed, and this
// folder does not compile in place.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// version is that of the npm package @pulumi/kubernetes, which asks the engine
// for exactly this plugin version. The build sets it with -ldflags -X.
var version = "0.0.0-dev"

//go:embed schema-embed.json
var schema []byte

//go:embed terraform-mapping-embed.json
var terraformMapping []byte

func main() {
	provider.Serve("kubernetes", version, schema, terraformMapping)
}
