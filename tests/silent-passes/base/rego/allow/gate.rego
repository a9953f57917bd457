# The same rule the other way about: nothing is allowed that is not shown to be good. There is no
# default: `opa eval --fail` fails where the answer is undefined, and passes where it is false.
package gate

allow if input.accuracy >= 0.9
