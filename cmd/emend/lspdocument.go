package main

import (
	"context"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"emend/cmd/emend/lsp"
)

// typing is how long a text must rest before it is checked again.
const typing = 150 * time.Millisecond

// A document is a text that the editor has open.
type document struct {
	uri, path string // path: "" for one without a file
	version   int
	text      *lsp.Text
	round     int           // of changes
	timer     *time.Timer   // of the check that is to come
	checked   *checkup      // of the last round that was checked
	done      chan struct{} // closed once the round has been checked
}

func (v *server) open(it lsp.Item) {
	v.mu.Lock()
	defer v.mu.Unlock()
	d := &document{uri: it.URI, path: filePath(it.URI), version: it.Version, text: lsp.NewText(it.Text)}
	if old := v.docs[it.URI]; old != nil {
		old.forget()
	}
	v.docs[it.URI] = d
	v.schedule(d, 0)
}

func (v *server) change(p lsp.DidChange) {
	v.mu.Lock()
	defer v.mu.Unlock()
	d := v.docs[p.Document.URI]
	if d == nil {
		return
	}
	for _, c := range p.Changes {
		d.text = d.text.Apply(c)
	}
	d.version = p.Document.Version
	v.schedule(d, typing)
}

func (v *server) close(uri string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	d := v.docs[uri]
	if d == nil {
		return
	}
	d.forget()
	delete(v.docs, uri)
	v.publish(d, []lsp.Diagnostic{})
}

// forget makes a check that still runs of no use, and lets those go on that wait for it.
func (d *document) forget() {
	d.round++
	if !isClosed(d.done) {
		close(d.done)
	}
}

// again checks all documents: something else than their text has changed.
func (v *server) again() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = nil
	v.turn++
	for _, d := range v.docs {
		v.schedule(d, 0)
	}
}

// schedule has a document checked after a while; a check that was to come before does not. v.mu is held.
func (v *server) schedule(d *document, wait time.Duration) {
	if d.timer != nil {
		d.timer.Stop()
	}
	if d.done == nil || isClosed(d.done) {
		d.done = make(chan struct{})
	}
	d.round++
	round, text, ver := d.round, d.text, d.version
	d.timer = time.AfterFunc(wait, func() { v.round(d, round, text, ver) })
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// round checks one state of a document and shows what was found, unless another has come meanwhile.
func (v *server) round(d *document, round int, text *lsp.Text, ver int) {
	defer v.caught(nil)
	v.busy <- struct{}{}
	defer func() { <-v.busy }()
	v.mu.Lock()
	late := d.round != round
	v.mu.Unlock()
	if late || v.ctx.Err() != nil {
		return
	}
	c, err := v.examine(d, text)
	if err != nil {
		v.tell(err)
		c = &checkup{text: text}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if d.round != round {
		return
	}
	c.version = ver
	d.checked = c
	close(d.done)
	v.publish(d, c.diagnostics())
}

// publish shows diagnostics. v.mu is held, so that they come in the order of the checks.
func (v *server) publish(d *document, all []lsp.Diagnostic) {
	v.conn.Notify("textDocument/publishDiagnostics", lsp.PublishDiagnostics{URI: d.uri, Version: d.version, Diagnostics: all})
}

// tell shows an error to the editor, the same one once.
func (v *server) tell(err error) {
	v.mu.Lock()
	first := !v.said[err.Error()]
	v.said[err.Error()] = true
	v.mu.Unlock()
	if first {
		v.conn.Notify("window/showMessage", lsp.ShowMessage{Type: lsp.SeverityError, Message: "emend: " + escape(err.Error())})
	}
}

// current waits for the check of a document as it is now; nil if the editor has no such document.
func (v *server) current(ctx context.Context, uri string) (*document, *checkup) {
	for {
		v.mu.Lock()
		d := v.docs[uri]
		if d == nil {
			v.mu.Unlock()
			return nil, nil
		}
		if isClosed(d.done) {
			defer v.mu.Unlock()
			return d, d.checked
		}
		done := d.done
		v.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, nil
		case <-done:
		}
	}
}

// filePath is the path of a file's URI, "" if it is no file's. // file:///C:/a%20b.txt -> C:\a b.txt
func filePath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || strings.ContainsRune(u.Path, 0) {
		return ""
	}
	path := u.Path
	if runtime.GOOS == "windows" && len(path) > 2 && path[0] == '/' && path[2] == ':' {
		path = path[1:]
	}
	if path = filepath.FromSlash(path); !filepath.IsAbs(path) {
		return ""
	}
	return filepath.Clean(path)
}
