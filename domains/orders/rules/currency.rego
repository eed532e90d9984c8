# Every order says its currency, in capitals (ISO 4217).
package mesh.policies

violation contains {"msg": msg} if {
	input.method == "POST"
	input.path == "/orders"
	not input.body.currency
	msg := "Missing 'currency' field"
}

violation contains {"msg": msg} if {
	input.body.currency != upper(input.body.currency)
	msg := sprintf("Currency '%v' must be uppercase", [input.body.currency])
}
