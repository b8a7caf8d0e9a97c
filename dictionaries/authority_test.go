package dictionaries_test

import (
	"fmt"
	"strings"
	"testing"

	"emend/dictionaries"
)

func TestAuthority(t *testing.T) {
	a, err := dictionaries.ReadAuthority("names.txt", strings.NewReader("\ufeff# people\n\nBeqir Balluku = Bekir Balluku, Balluku  # 40\nRosa Maria Luxemburg\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(a.Names()), "[[Beqir Balluku] [Rosa Maria] [Maria Luxemburg]]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for pair, want := range map[[2]string]bool{{"Bekir", "Balluku"}: true, {"Beqir", "Balluku"}: true, {"Maria", "Luxemburg"}: true, {"Begin", "Balluku"}: false} {
		if a.Right(pair[0], pair[1]) != want {
			t.Errorf("%v: %v", pair, !want)
		}
	}
	if _, err := dictionaries.ReadAuthority("names.txt", strings.NewReader("a b\n= c\n")); err == nil || err.Error() != "names.txt:2: variants of no name" {
		t.Error(err)
	}
	var none *dictionaries.Authority
	if none.Right("a", "b") || none.Names() != nil {
		t.Error("names of no list")
	}
}
