package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"emend/cmd/emend/lsp"
)

func (s *session) lspCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "lsp", GroupID: "texts", Short: "a language server: findings and fixes in any editor",
		Long: `Lsp speaks the Language Server Protocol on standard input and output, for editors. Findings are
diagnostics; each candidate is a quick fix that also writes the decision into the ledger; accept, leave and sic
are there without a change of the text. It reads configuration, word lists and ledger as emend check does.

docs/editors.md says how Neovim, VS Code, Helix and Emacs start it.`,
		Example: "  emend lsp",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.opts.flags, s.opts.jobs, s.opts.maxSize = cmd.Flags(), 1, maxFileSize
			if err := s.opts.check(); err != nil {
				return err
			}
			return newServer(s).serve()
		},
	}
	s.opts.bindConfig(c.Flags())
	c.Flags().Bool("stdio", true, "use standard input and output; there is nothing else")
	c.Flags().MarkHidden("stdio") // what editors are used to saying
	return c
}

// A server is one editor's. What it holds of a document is what the editor has, saved or not.
type server struct {
	*session
	conn *lsp.Conn

	mu      sync.Mutex
	docs    map[string]*document // by URI
	pending map[string]context.CancelFunc
	begun   bool // initialize came
	ended   bool // shutdown came
	said    map[string]bool
	last    *session // the project as a check read it last; nil: it has changed
	lastAt  time.Time
	turn    int           // of changes of the project
	busy    chan struct{} // one check at a time: it takes all of a core
}

func newServer(s *session) *server {
	return &server{
		session: s, conn: lsp.NewConn(s.in, s.out.to), docs: make(map[string]*document), pending: make(map[string]context.CancelFunc),
		said: make(map[string]bool), busy: make(chan struct{}, 1),
	}
}

// serve answers until the client says exit or is gone.
func (v *server) serve() error {
	type read struct {
		m   *lsp.Message
		err error
	}
	messages := make(chan read)
	go func() {
		for {
			m, err := v.conn.Read()
			messages <- read{m, err}
			var e *lsp.Error
			if err != nil && !errors.As(err, &e) {
				return
			}
		}
	}()
	for {
		var r read
		select {
		case <-v.ctx.Done():
			return errInterrupted
		case r = <-messages:
		}
		var e *lsp.Error
		switch {
		case errors.As(r.err, &e):
			v.conn.Reply(json.RawMessage("null"), nil, e)
		case r.err == io.EOF:
			return v.exit()
		case r.err != nil:
			return r.err
		case r.m.Method == "exit":
			return v.exit()
		case r.m.Method != "":
			v.handle(r.m)
		}
	}
}

// exit is that of the protocol: without shutdown before it something went wrong.
func (v *server) exit() error {
	if !v.ended {
		return errors.New("the editor is gone without shutdown")
	}
	return nil
}

// handle answers one message. A panic is an error of that message.
func (v *server) handle(m *lsp.Message) {
	defer v.caught(m.ID)
	switch {
	case !v.begun && m.Method != "initialize":
		v.refuse(m, lsp.NotInitialized, "initialize comes first")
		return
	case v.ended && m.ID != nil:
		v.refuse(m, lsp.InvalidRequest, "after shutdown comes exit")
		return
	}
	switch m.Method {
	case "initialize":
		v.begun = true
		v.conn.Reply(m.ID, capabilities(), nil)
	case "shutdown":
		v.ended = true
		v.conn.Reply(m.ID, nil, nil)
	case "textDocument/didOpen":
		var p lsp.DidOpen
		if v.params(m, &p) {
			v.open(p.Document)
		}
	case "textDocument/didChange":
		var p lsp.DidChange
		if v.params(m, &p) {
			v.change(p)
		}
	case "textDocument/didClose":
		var p lsp.DidClose
		if v.params(m, &p) {
			v.close(p.Document.URI)
		}
	case "textDocument/didSave", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles":
		v.again() // the file that was saved may have been the configuration
	case "textDocument/codeAction":
		var p lsp.CodeActionParams
		if v.params(m, &p) {
			v.later(m.ID, func(ctx context.Context) (any, error) { return v.actions(ctx, p) })
		}
	case "workspace/executeCommand":
		var p lsp.ExecuteCommand
		if v.params(m, &p) {
			err := v.execute(p)
			v.conn.Reply(m.ID, nil, err)
		}
	case "$/cancelRequest":
		var p lsp.CancelParams
		if v.params(m, &p) {
			v.mu.Lock()
			if cancel := v.pending[string(p.ID)]; cancel != nil {
				cancel()
			}
			v.mu.Unlock()
		}
	default:
		v.refuse(m, lsp.MethodNotFound, "emend has no "+m.Method)
	}
}

func capabilities() lsp.InitializeResult {
	return lsp.InitializeResult{
		Capabilities: lsp.Capabilities{
			PositionEncoding: "utf-16",
			Sync:             lsp.SyncOptions{OpenClose: true, Change: 2, Save: true},
			CodeAction:       map[string]any{"codeActionKinds": []string{"quickfix"}},
			ExecuteCommand:   map[string]any{"commands": commands},
		},
		Server: lsp.ServerInfo{Name: "emend", Version: version()},
	}
}

// refuse answers a request that cannot be; a notification has no answer.
func (v *server) refuse(m *lsp.Message, code int, why string) {
	if m.ID != nil {
		v.conn.Reply(m.ID, nil, &lsp.Error{Code: code, Message: why})
	}
}

func (v *server) params(m *lsp.Message, into any) bool {
	if err := json.Unmarshal(m.Params, into); err != nil {
		v.refuse(m, lsp.InvalidParams, m.Method+": "+err.Error())
		return false
	}
	return true
}

func (v *server) caught(id json.RawMessage) {
	if e := recover(); e != nil {
		v.detail("%s", strings.ReplaceAll(string(debug.Stack()), "\n", " | "))
		if id != nil {
			v.conn.Reply(id, nil, &lsp.Error{Code: lsp.InternalError, Message: fmt.Sprintf("internal error: %v; please report it", e)})
		}
	}
}

// later answers a request once the work is done, unless it is cancelled before.
func (v *server) later(id json.RawMessage, work func(context.Context) (any, error)) {
	ctx, cancel := context.WithCancel(v.ctx)
	key := string(id)
	v.mu.Lock()
	v.pending[key] = cancel
	v.mu.Unlock()
	go func() {
		defer cancel()
		defer v.caught(id)
		result, err := work(ctx)
		v.mu.Lock()
		delete(v.pending, key)
		v.mu.Unlock()
		if ctx.Err() != nil {
			result, err = nil, &lsp.Error{Code: lsp.Cancelled, Message: "cancelled"}
		}
		v.conn.Reply(id, result, err)
	}()
}
