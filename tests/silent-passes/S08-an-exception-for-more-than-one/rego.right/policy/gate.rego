package main

deny_slices contains msg if {
	some slice in input.slices
	slice.accuracy < 0.9
	msg := sprintf("accuracy of %s is below 0.9", [slice.name])
}
