// Command pulumi-resource-kafka bridges the Terraform provider for Kafka into
// Pulumi, under the names that the npm package @pulumi/kafka 3.13.2 uses.
//
// Why our own: the official repository publishes its Go SDK as a module, but
// not the provider. The provider's content is the mapping below; everything
// that acts is the Terraform provider and Pulumi's bridge.
package main

import (
	"github.com/Mongey/terraform-provider-kafka/kafka"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// version is that of the npm package @pulumi/kafka, which asks the engine for
// exactly this plugin version. The build sets it with -ldflags -X.
var version = "0.0.0-dev"

// maxName bounds a generated topic name; Kafka allows 249 characters.
const maxName = 249

func main() {
	provider := info()
	tfbridge.Main("kafka", version, provider, []byte(`{"name":"kafka","version":"`+version+`"}`))
}

// info maps Terraform's names to those of @pulumi/kafka. Fields that are not
// named here are the camelCase of the Terraform field in both.
func info() tfbridge.ProviderInfo {
	provider := tfbridge.ProviderInfo{
		P:       shim.NewProvider(kafka.Provider()),
		Name:    "kafka",
		Version: version,
		Config: map[string]*tfbridge.SchemaInfo{
			"sasl_mechanism": {
				Default: &tfbridge.DefaultInfo{Value: "plain", EnvVars: []string{"KAFKA_SASL_MECHANISM"}},
			},
			"skip_tls_verify": {
				Default: &tfbridge.DefaultInfo{Value: false, EnvVars: []string{"KAFKA_SKIP_VERIFY"}},
			},
			"tls_enabled": {
				Default: &tfbridge.DefaultInfo{Value: true, EnvVars: []string{"KAFKA_ENABLE_TLS"}},
			},
		},
		Resources: map[string]*tfbridge.ResourceInfo{
			"kafka_acl": {
				Tok: resource("acl", "Acl"),
				// "resourceName" and "resourceType" are taken by Pulumi's own vocabulary.
				Fields: map[string]*tfbridge.SchemaInfo{
					"resource_name": {Name: "aclResourceName"},
					"resource_type": {Name: "aclResourceType"},
				},
			},
			"kafka_quota":                 {Tok: resource("quota", "Quota")},
			"kafka_topic":                 {Tok: resource("topic", "Topic")},
			"kafka_user_scram_credential": {Tok: resource("userScramCredential", "UserScramCredential")},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			// The npm package invokes these without the "/getTopic" module part.
			"kafka_topic":  {Tok: tokens.ModuleMember("kafka:index:getTopic")},
			"kafka_topics": {Tok: tokens.ModuleMember("kafka:index:getTopics")},
		},
	}
	// In @pulumi/kafka a topic's name is optional: the bridge makes one up from
	// the resource's name, as for every official bridged provider.
	provider.SetAutonaming(maxName, "-")
	return provider
}

func resource(module, name string) tokens.Type {
	return tokens.Type("kafka:index/" + module + ":" + name)
}
