package main

deny contains msg if {
	input.errors / input.rows > 0.1
	msg := "more than one row in ten is an error"
}
