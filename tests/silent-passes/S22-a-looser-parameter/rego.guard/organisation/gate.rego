package main

deny contains msg if {
	input.accuracy < data.floor
	msg := sprintf("accuracy is below %v", [data.floor])
}
