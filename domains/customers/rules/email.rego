# A profile's e-mail is kept the way it is looked up: without surrounding space, in lower case. The messages never
# repeat the address, which is personal.
package mesh.policies

violation contains {"msg": msg} if {
	input.body.email != lower(trim_space(input.body.email))
	msg := "E-mail must be in lower case and without surrounding space"
}
