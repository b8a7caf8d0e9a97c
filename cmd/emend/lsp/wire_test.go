package lsp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

func TestRead(t *testing.T) {
	c := NewConn(strings.NewReader("\r\n"+framed(`{"jsonrpc":"2.0","id":1,"method":"a"}`)+
		"content-type: x\ncontent-length: 14\n\n"+`{"method":"b"}`+framed(`{`)+framed(`{"id":[1],"method":"c"}`)+framed(`{"id":null,"method":"d"}`)), io.Discard)
	for _, want := range []string{"a", "b", "!", "!", "d"} {
		m, err := c.Read()
		var e *Error
		if want == "!" {
			if !errors.As(err, &e) {
				t.Errorf("%v is no error of a message", err)
			}
			continue
		}
		if err != nil || m.Method != want {
			t.Fatalf("%+v, %v; want %s", m, err, want)
		}
	}
	if _, err := c.Read(); err != io.EOF {
		t.Errorf("the end is %v", err)
	}
}

// What is no message ends the stream, and takes no memory for what it says it will send.
func TestReadHostile(t *testing.T) {
	for _, in := range []string{
		"Content-Length: -1\r\n\r\n", "Content-Length: 99999999999999\r\n\r\n", "Content-Length: 500000000\r\n\r\n{}", "X\r\n\r\n",
		"A: b\r\n\r\n", "Content-Length: 5\r\n", strings.Repeat("x", 1<<20), "Content-Length: 3\r\n\r\n{",
	} {
		_, err := NewConn(strings.NewReader(in), io.Discard).Read()
		var e *Error
		if err == nil || err == io.EOF || errors.As(err, &e) {
			t.Errorf("%.40q is read with %v", in, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(framed(`{"jsonrpc":"2.0","id":1,"method":"a","params":{}}`)))
	f.Add([]byte("Content-Length: 2\r\n\r\n{}{}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		c := NewConn(bytes.NewReader(in), io.Discard)
		for range len(in) + 1 {
			_, err := c.Read()
			var e *Error
			if err != nil && !errors.As(err, &e) {
				return
			}
		}
		t.Error("it never ends")
	})
}

// What is written is read again.
func TestWrite(t *testing.T) {
	var out bytes.Buffer
	c := NewConn(nil, &out)
	c.Reply([]byte("7"), nil, nil)
	c.Reply([]byte(`"x"`), map[string]int{"a": 1}, nil)
	c.Reply([]byte("8"), nil, errors.New("it failed"))
	c.Notify("m", []string{"“é”"})
	want := framed("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}\n") + framed("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"a\":1}}\n") +
		framed("{\"jsonrpc\":\"2.0\",\"id\":8,\"error\":{\"code\":-32803,\"message\":\"it failed\"}}\n") + framed("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"“é”\"]}\n")
	if out.String() != want {
		t.Errorf("written:\n%s\nwant:\n%s", out.String(), want)
	}
}
