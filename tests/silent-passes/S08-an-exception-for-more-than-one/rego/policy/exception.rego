package main

exception contains rules if {
	some slice in input.slices
	slice.name == "young"
	rules := ["slices"]
}
