# What is reserved is still in the warehouse: it can't be more than what lies there.
package mesh.policies

violation contains {"msg": msg} if {
	input.body.reserved > input.body.on_hand
	msg := sprintf("Reserved %v is more than the %v on hand", [input.body.reserved, input.body.on_hand])
}
