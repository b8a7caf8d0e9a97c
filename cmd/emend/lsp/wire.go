// Package lsp is what emend speaks of the Language Server Protocol 3.17: JSON-RPC 2.0 over two streams, texts in
// UTF-16 coordinates, and the structures that it needs. It knows no files and no rules.
package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// MaxMessage is how long a message may be, in bytes. A client that sends a longer one is no client.
const MaxMessage = 512 << 20

const maxHeader = 8 << 10 // bytes of a header line

// A Message is a request (ID and Method), a notification (Method alone) or a response (ID alone).
type Message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"` // a number or a string, as it came
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  any             `json:"result,omitempty"`
	Error   *Error          `json:"error,omitempty"`
}

// Error is one that is said to the other side.
type Error struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return e.Message }

// The codes of JSON-RPC and of the protocol.
const (
	ParseError     = -32700
	InvalidRequest = -32600
	MethodNotFound = -32601
	InvalidParams  = -32602
	InternalError  = -32603
	NotInitialized = -32002
	Cancelled      = -32800
	RequestFailed  = -32803
)

// A Conn is the two streams. Writing is safe from several goroutines, reading is not.
type Conn struct {
	in  *bufio.Reader
	mu  sync.Mutex
	out io.Writer
}

// NewConn is a connection over the two streams.
func NewConn(in io.Reader, out io.Writer) *Conn {
	return &Conn{in: bufio.NewReader(in), out: out}
}

// Read reads one message. An *Error is that of the message alone, and the stream goes on; any other error ends it,
// io.EOF between two messages without fault.
func (c *Conn) Read() (*Message, error) {
	length := -1
	for first := true; ; first = false {
		line, err := c.header()
		if err != nil {
			if first && err == io.EOF {
				return nil, io.EOF
			}
			return nil, fmt.Errorf("header of a message: %w", noEOF(err))
		}
		if line == "" {
			if first {
				continue // a blank line between two messages does no harm
			}
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("header of a message: %.40q is none", line)
		}
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > MaxMessage {
				return nil, fmt.Errorf("header of a message: a length of %.40q", value)
			}
		}
	}
	if length < 0 {
		return nil, errors.New("header of a message: no Content-Length")
	}
	// The body grows with what comes, not with what the header says.
	var body bytes.Buffer
	if _, err := io.CopyN(&body, c.in, int64(length)); err != nil {
		return nil, fmt.Errorf("a message of %d bytes: %w", length, noEOF(err))
	}
	m := new(Message)
	if err := json.Unmarshal(body.Bytes(), m); err != nil {
		return nil, &Error{ParseError, "not a message: " + err.Error()}
	}
	if string(m.ID) == "null" {
		m.ID = nil
	}
	if len(m.ID) > 0 && m.ID[0] != '"' && m.ID[0] != '-' && (m.ID[0] < '0' || m.ID[0] > '9') {
		return nil, &Error{InvalidRequest, "an id is a number or a string"}
	}
	return m, nil
}

// header is a line without its end.
func (c *Conn) header() (string, error) {
	var line []byte
	for {
		b, err := c.in.ReadByte()
		switch {
		case err != nil && len(line) > 0:
			return "", noEOF(err)
		case err != nil:
			return "", err
		case b == '\n':
			return strings.TrimSuffix(string(line), "\r"), nil
		case len(line) == maxHeader:
			return "", errors.New("a line without end")
		}
		line = append(line, b)
	}
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Write writes one message.
func (c *Conn) Write(m *Message) error {
	m.Version = "2.0"
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := fmt.Fprintf(c.out, "Content-Length: %d\r\n\r\n%s", body.Len(), body.Bytes())
	return err
}

// Notify writes a notification.
func (c *Conn) Notify(method string, params any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	return c.Write(&Message{Method: method, Params: raw})
}

// null is a result of nothing: a response has a result or an error.
type null struct{}

func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// Reply answers a request.
func (c *Conn) Reply(id json.RawMessage, result any, err error) error {
	m := &Message{ID: id, Result: result}
	var e *Error
	switch {
	case errors.As(err, &e):
		m.Result, m.Error = nil, e
	case err != nil:
		m.Result, m.Error = nil, &Error{RequestFailed, err.Error()}
	case result == nil:
		m.Result = null{}
	}
	return c.Write(m)
}
