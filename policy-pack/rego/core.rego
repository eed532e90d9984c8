# Rules for every data product.
#
# Each element of `violation` denies one request; its `msg` is the answer. `input` is
# {method, path, body, product: {id, domain, version}, contract: {id, version, status}}.
# Domains add their own in domains/<domain>/rules; the sets are united, so nobody can take a rule away.
package mesh.policies

violation contains {"msg": "Body must be a JSON object"} if {
	input.method == "POST"
	not is_object(input.body)
}

# A contract at its end takes no new records; its consumers keep what is there until its endOfSupport.
violation contains {"msg": msg} if {
	input.method == "POST"
	lower(input.contract.status) == "retired"
	msg := sprintf("Contract '%v' %v is retired and takes no new records", [input.contract.id, input.contract.version])
}

# Data products are read by others: a credential in a record is a leak, whatever the contract allows.
violation contains {"msg": msg} if {
	some name, _ in input.body
	is_string(name)
	lower(name) in credential_names
	msg := sprintf("Field '%v' must not be published: it looks like a credential", [name])
}

credential_names := {
	"access_token", "api_key", "apikey", "client_secret", "cvv", "passwd",
	"password", "pin", "private_key", "refresh_token", "secret",
}
