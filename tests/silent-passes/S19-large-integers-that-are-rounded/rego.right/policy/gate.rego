package main

deny contains msg if {
	input.rows != 9007199254740992
	msg := "rows are not as agreed"
}
