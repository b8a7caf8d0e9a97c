package rules

// All is every rule: the Normalize rules in the order they run, then the Detect rules in the
// order of the manual.
var All = []*Rule{}
