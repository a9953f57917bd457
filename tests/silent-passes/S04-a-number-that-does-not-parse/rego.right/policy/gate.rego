package main

deny contains msg if {
	to_number(input.accuracy) < 0.9
	msg := "accuracy is below 0.9"
}
