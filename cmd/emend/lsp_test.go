package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"emend/cmd/emend/lsp"
	"emend/pipeline/review"
)

// An editor is the other side of a server, in a folder of its own.
type editor struct {
	*testing.T
	conn  *lsp.Conn
	from  chan *lsp.Message
	in    *io.PipeWriter
	end   chan error
	dir   string
	id    int
	hints bool           // the diagnostics shown last are hints, all of them
	kept  []*lsp.Message // what came while an answer was waited for
}

func newEditor(t *testing.T, files map[string]string) *editor {
	t.Helper()
	e := &editor{T: t, dir: t.TempDir(), from: make(chan *lsp.Message, 100), end: make(chan error, 1)}
	for name, content := range files {
		file := filepath.Join(e.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(e.dir)
	t.Setenv("EMEND_REVIEWER", "Ann")
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	e.in = toServer
	s := newSession(context.Background(), in, out, io.Discard)
	s.opts.jobs, s.opts.maxSize = 1, maxFileSize
	go func() {
		e.end <- newServer(s).serve()
		out.Close()
	}()
	e.conn = lsp.NewConn(fromServer, toServer)
	go func() {
		defer close(e.from)
		for {
			m, err := e.conn.Read()
			if err != nil {
				return
			}
			e.from <- m
		}
	}()
	e.ask("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{}})
	e.conn.Notify("initialized", struct{}{})
	return e
}

func (e *editor) uri(name string) string { return "file://" + filepath.ToSlash(e.dir) + "/" + name }

func (e *editor) next() *lsp.Message {
	e.Helper()
	select {
	case m := <-e.from:
		if m == nil {
			e.Fatal("the server is gone")
		}
		return m
	case <-time.After(3 * time.Minute):
		e.Fatal("no answer")
	}
	return nil
}

func (e *editor) send(method string, params any) json.RawMessage {
	e.id++
	id := json.RawMessage(fmt.Sprint(e.id))
	raw, err := json.Marshal(params)
	if err != nil {
		e.Fatal(err)
	}
	e.conn.Write(&lsp.Message{ID: id, Method: method, Params: raw})
	return id
}

// answer waits for the answer to a request, whatever else comes.
func (e *editor) answer(id json.RawMessage) *lsp.Message {
	e.Helper()
	for {
		m := e.next()
		if string(m.ID) == string(id) {
			return m
		}
		e.kept = append(e.kept, m)
	}
}

// noted is the next message that was kept, or else that comes.
func (e *editor) noted() *lsp.Message {
	e.Helper()
	if len(e.kept) > 0 {
		m := e.kept[0]
		e.kept = e.kept[1:]
		return m
	}
	return e.next()
}

func (e *editor) ask(method string, params any) *lsp.Message {
	e.Helper()
	return e.answer(e.send(method, params))
}

// shown waits until a version has so many diagnostics.
func (e *editor) shown(uri string, version, n int) []lsp.Diagnostic {
	e.Helper()
	for {
		m := e.noted()
		if m.Method != "textDocument/publishDiagnostics" {
			continue
		}
		var p lsp.PublishDiagnostics
		if err := json.Unmarshal(m.Params, &p); err != nil {
			e.Fatal(err)
		}
		if p.URI == uri && p.Version == version && (n < 0 || len(p.Diagnostics) == n) {
			e.hints = !slices.ContainsFunc(p.Diagnostics, func(d lsp.Diagnostic) bool { return d.Severity != lsp.SeverityHint })
			return p.Diagnostics
		}
	}
}

func (e *editor) open(uri, content string) []lsp.Diagnostic {
	e.Helper()
	e.conn.Notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "text", "version": 1, "text": content}})
	return e.shown(uri, 1, -1)
}

func (e *editor) change(uri string, version int, changes ...lsp.Change) {
	e.conn.Notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes})
}

func (e *editor) actions(uri string, r lsp.Range) (all []lsp.CodeAction) {
	e.Helper()
	m := e.ask("textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": uri}, "range": r, "context": map[string]any{"diagnostics": []any{}}})
	raw, _ := json.Marshal(m.Result)
	if err := json.Unmarshal(raw, &all); err != nil || m.Error != nil {
		e.Fatal(err, m.Error)
	}
	return all
}

func (e *editor) command(c *lsp.Command) *lsp.Error {
	e.Helper()
	return e.ask("workspace/executeCommand", map[string]any{"command": c.Command, "arguments": c.Arguments}).Error
}

func (e *editor) decisions() []review.Decision {
	e.Helper()
	f, err := os.Open(filepath.Join(e.dir, ".emend", "ledger.jsonl"))
	if err != nil {
		e.Fatal(err)
	}
	defer f.Close()
	ds, err := review.ReadLedger(f)
	if err != nil {
		e.Fatal(err)
	}
	return ds
}

func codes(ds []lsp.Diagnostic) (names []string) {
	for _, d := range ds {
		names = append(names, d.Code)
	}
	return names
}

// A finding is a diagnostic in UTF-16, its candidate an edit, the decision a line of the ledger.
func TestLanguageServer(t *testing.T) {
	e := newEditor(t, map[string]string{"emend.toml": "root = true\n", "letter.txt": ""})
	uri := e.uri("letter.txt")
	const content = "𝕏 𝕏 went to the the house of of the town.\r\nThey were at at home.\n"
	ds := e.open(uri, content)
	if got := codes(ds); !slices.Equal(got, []string{"doubled-word", "doubled-word", "doubled-word"}) {
		t.Fatalf("diagnostics: %v", ds)
	}
	if want := (lsp.Range{Start: lsp.Position{Line: 0, Character: 14}, End: lsp.Position{Line: 0, Character: 21}}); ds[0].Range != want || !strings.Contains(ds[0].Message, "“the the” -> “the”") {
		t.Errorf("%+v, want it at %v", ds[0], want)
	}

	// The first candidate: the edit leads to the corrected text, the command writes the decision.
	all := e.actions(uri, ds[0].Range)
	if len(all) != 4 || !all[0].Preferred || all[0].Command.Command != acceptCommand || all[0].Edit.Changes[0].Document.Version != 1 {
		t.Fatalf("actions: %+v", all)
	}
	text := lsp.NewText(content)
	for _, x := range all[0].Edit.Changes[0].Edits {
		text = text.Apply(lsp.Change{Range: &x.Range, Text: x.NewText})
		e.change(uri, 2, lsp.Change{Range: &x.Range, Text: x.NewText})
	}
	if want := strings.Replace(content, "the the", "the", 1); text.Content() != want {
		t.Errorf("the edit gives %q", text.Content())
	}
	if err := e.command(all[0].Command); err != nil {
		t.Fatal(err)
	}
	e.shown(uri, 2, 2)

	// Sic and leave: the finding goes, the text stays. What was accepted alone is a hint, and can be taken back.
	e.decide(uri, "house of of", "of of", sicCommand, text)
	e.shown(uri, 2, 1)
	e.decide(uri, "were at at", "at at", rejectCommand, text)
	e.shown(uri, 2, 0)
	got := e.decisions()
	slices.SortFunc(got, func(a, b review.Decision) int { return strings.Compare(a.Old, b.Old) })
	if len(got) != 3 || got[0].Verdict != review.Reject || got[1].Verdict != review.Sic || got[2].Verdict != review.Accept || got[2].New != "the" || got[2].By != "Ann" || got[2].Path != "letter.txt" {
		t.Errorf("ledger: %+v", got)
	}
	e.quit()
}

// decide takes the action of a command at a word.
func (e *editor) decide(uri, context, word, command string, text *lsp.Text) {
	e.Helper()
	at := text.Position(strings.Index(text.Content(), context) + strings.Index(context, word))
	for _, a := range e.actions(uri, lsp.Range{Start: at, End: at}) {
		if a.Command != nil && a.Edit == nil && a.Command.Command == command {
			if err := e.command(a.Command); err != nil {
				e.Fatal(err)
			}
			return
		}
	}
	e.Fatalf("no %s at %s", command, word)
}

func (e *editor) quit() {
	e.Helper()
	e.ask("shutdown", nil)
	if m := e.ask("textDocument/codeAction", nil); m.Error == nil || m.Error.Code != lsp.InvalidRequest {
		e.Errorf("after shutdown: %+v", m)
	}
	e.conn.Notify("exit", nil)
	if err := <-e.end; err != nil {
		e.Error(err)
	}
}

// What is accepted without an edit is a hint that can be written or taken back.
func TestLanguageServerAccepted(t *testing.T) {
	e := newEditor(t, map[string]string{"emend.toml": "root = true\n[rules]\nligature = \"fix\"\n"})
	uri := e.uri("a.html")
	const content = "<p>They went to the the &amp; ofﬁce.</p>"
	text := lsp.NewText(content)
	e.open(uri, content)
	e.decide(uri, "to the the", "the the", acceptCommand, text)
	for len(codes(e.shown(uri, 1, 2))) == 2 && !e.hints {
	}
	e.decide(uri, "to the the", "the the", undecideCommand, text)
	for e.shown(uri, 1, 2); e.hints; e.shown(uri, 1, 2) {
	}
	if got := e.decisions(); len(got) != 0 {
		t.Errorf("ledger: %+v", got)
	}

	// The configuration on the disk counts; an error in it is said, once.
	if err := os.WriteFile("emend.toml", []byte("root = true\n[rules]\ndoubled-word = \"off\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	e.conn.Notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": e.uri("emend.toml")}})
	if ds := e.shown(uri, 1, 1); ds[0].Code != "ligature" {
		t.Errorf("after a change of emend.toml: %+v", ds)
	}
	if err := os.WriteFile("emend.toml", []byte("profle = 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	e.conn.Notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	for {
		if m := e.noted(); m.Method == "window/showMessage" {
			if !strings.Contains(string(m.Params), `unknown key \"profle\"; did you mean`) {
				t.Errorf("%s", m.Params)
			}
			break
		}
	}
	e.quit()
}

// TestLanguageServerHostile: whatever a client sends, it gets an answer where it asked, and the server goes on.
func TestLanguageServerHostile(t *testing.T) {
	e := newEditor(t, map[string]string{"emend.toml": "root = true\nexclude = [\"attic\"]\n"})
	uri := e.uri("a.txt")
	far := lsp.Range{Start: lsp.Position{Line: 1 << 30, Character: 1 << 30}, End: lsp.Position{Line: -7, Character: -1}}
	if ds := e.open(uri, "\ufeffto the the \x00\u202e mill \xff"); len(ds) == 0 {
		t.Error("nothing found")
	}
	e.change(uri, 2, lsp.Change{Range: &far, Text: "x"}, lsp.Change{Text: "by by a road"})
	e.shown(uri, 2, 1)
	e.change(e.uri("never-opened.txt"), 1, lsp.Change{Text: "x"})
	e.conn.Notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": "no uri"}})
	e.conn.Notify("$/unheard-of", []int{1})
	e.conn.Notify("textDocument/didOpen", "not an object")
	for _, test := range []struct {
		method string
		params any
		code   int
	}{
		{"textDocument/hover", nil, lsp.MethodNotFound},
		{"textDocument/codeAction", 7, lsp.InvalidParams},
		{"workspace/executeCommand", map[string]any{"command": "rm"}, lsp.InvalidParams},
		{"workspace/executeCommand", map[string]any{"command": acceptCommand, "arguments": []any{}}, lsp.InvalidParams},
		{"workspace/executeCommand", map[string]any{"command": acceptCommand, "arguments": []any{uri, map[string]any{"id": "../../x", "rule": "a"}}}, lsp.InvalidParams},
		{"workspace/executeCommand", map[string]any{"command": sicCommand, "arguments": []any{"untitled:1", map[string]any{"id": "abcdef", "rule": "a"}}}, lsp.RequestFailed},
	} {
		if m := e.ask(test.method, test.params); m.Error == nil || m.Error.Code != test.code {
			t.Errorf("%s %v: %+v, want the code %d", test.method, test.params, m.Error, test.code)
		}
	}
	if all := e.actions(uri, far); len(all) == 0 {
		t.Error("a range from the end to the beginning has no actions")
	}
	if all := e.actions("file:///nowhere", lsp.Range{}); len(all) != 0 {
		t.Errorf("%v", all)
	}
	if ds := e.open(e.uri("attic/b.txt"), "to the the mill"); len(ds) != 0 {
		t.Errorf("what the configuration leaves out is checked: %v", ds)
	}
	if ds := e.open("untitled:Untitled-1", "to the the mill"); len(ds) != 1 {
		t.Errorf("without a file: %v", ds)
	}
	if all := e.actions("untitled:Untitled-1", lsp.Range{End: lsp.Position{Line: 9}}); len(all) != 1 || all[0].Command != nil || all[0].Edit == nil {
		t.Errorf("a text without a file: %+v", all)
	}
	fmt.Fprintf(e.in, "Content-Length: 1\r\n\r\n{")
	for e.noted().Error == nil {
	}
	e.quit()
}

// A request that waits for a check is let go when it is cancelled.
func TestLanguageServerCancel(t *testing.T) {
	e := newEditor(t, nil)
	uri := e.uri("a.txt")
	e.open(uri, "to the the mill")
	for i := range 20 {
		e.change(uri, 2+i, lsp.Change{Text: strings.Repeat("to the the mill by by the road\n", 3000)})
		id := e.send("textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": uri}, "range": lsp.Range{}, "context": map[string]any{}})
		e.conn.Notify("$/cancelRequest", map[string]any{"id": id})
		if m := e.answer(id); m.Error == nil || m.Error.Code != lsp.Cancelled {
			t.Fatalf("%+v", m)
		}
	}
	e.shown(uri, 21, maxDiagnostics)
	e.quit()
}

// TestLanguageServerEnds: without shutdown the end of the stream is an error; a stream of no messages, too.
func TestLanguageServerEnds(t *testing.T) {
	for _, last := range []string{"", "rubbish\r\n\r\n"} {
		e := newEditor(t, nil)
		io.WriteString(e.in, last)
		e.in.Close()
		if err := <-e.end; err == nil {
			t.Errorf("after %q: no error", last)
		}
	}
}

// TestNeovim: a real client shows the findings, applies a fix, writes the ledger.
func TestNeovim(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("no nvim to be the client")
	}
	dir := t.TempDir()
	bin := emendCommand(t, dir).Path
	os.WriteFile(filepath.Join(dir, "emend.toml"), []byte("root = true\n"), 0o666)
	os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("𝕏 went to the the house.\nThey were at at home, by by the road.\n"), 0o666)
	script, err := filepath.Abs(filepath.Join("testdata", "nvim.lua"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, nvim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "letter.txt", "-c", "luafile "+script)
	c.Dir = dir
	c.Env = append(os.Environ(), "EMEND="+bin, "EMEND_REVIEWER=Ann", "HOME="+dir, "XDG_STATE_HOME="+dir)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "letter.txt"))
	if want := "𝕏 went to the house.\nThey were at at home, by by the road.\n"; err != nil || string(got) != want {
		t.Errorf("the text is %q (%v)\n%s", got, err, out)
	}
	ledger, err := os.ReadFile(filepath.Join(dir, ".emend", "ledger.jsonl"))
	for _, want := range []string{`"verdict":"accept","scope":"here","rule":"doubled-word","old":"the the","new":"the"`, `"verdict":"sic","scope":"here","rule":"doubled-word","old":"at at"`, `"path":"letter.txt","by":"Ann"`} {
		if err != nil || !strings.Contains(string(ledger), want) {
			t.Errorf("the ledger has no %s (%v):\n%s\n%s", want, err, ledger, out)
		}
	}
}
