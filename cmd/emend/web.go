package main

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"emend/pipeline/report"
	"emend/pipeline/review/sitting"
)

//go:embed web
var webFiles embed.FS

// A web is the desk in a browser. Requests take turns at the desk; images are read beside it.
type web struct {
	*desk
	porter      *porter
	mu          sync.Mutex // of the desk
	images      imageShelf
	arrangement sitting.Order // the desk itself is in the order of files: the page shows a series where it wants
	revision    int           // grows with whatever changes what is shown
	over        chan struct{} // closed where the editor ends the review
	end         sync.Once
	looked      time.Time // when the ledgers were read last
}

// browser serves the review until the editor or an interrupt ends it.
func (d *desk) browser(port int) error {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("--port %d: %w; leave it out for a free one", port, reasonOfListen(err))
	}
	w := newWeb(d, l.Addr())
	server := &http.Server{
		Handler:           w.handler(),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10,
		ErrorLog:       log.New(io.Discard, "", 0), // of broken connections
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	d.session.note("the review is at the address below: a link that opens once; ctrl+c ends the review")
	w.link(l.Addr(), w.porter.token)
	if _, ok := terminal(d.in); ok {
		d.session.note("the enter key prints a new link")
		go w.newLinks(l.Addr())
	}
	select {
	case err = <-ended:
		return err
	case <-w.over:
	case <-d.ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if server.Shutdown(patience) != nil {
		server.Close()
	}
	w.mu.Lock() // no answer is half-way, and none comes any more
	return nil
}

func reasonOfListen(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

func newWeb(d *desk, addr net.Addr) *web {
	w := &web{desk: d, arrangement: d.order, porter: newPorter(addr), over: make(chan struct{})}
	d.order = sitting.ByFile
	return w
}

func (w *web) link(addr net.Addr, token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintf(w.out, "http://%s/#%s\n", addr, token)
	w.out.Flush()
}

// newLinks prints another link for each line of standard input.
func (w *web) newLinks(addr net.Addr) {
	for in := bufio.NewReader(w.in); ; {
		if _, err := in.ReadString('\n'); err != nil {
			return
		}
		w.link(addr, w.porter.issue())
	}
}

// handler is all that is served, behind the porter.
func (w *web) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(rw http.ResponseWriter, r *http.Request) { serveStatic(rw, r, "index.html") })
	mux.HandleFunc("GET /static/{file...}", func(rw http.ResponseWriter, r *http.Request) { serveStatic(rw, r, r.PathValue("file")) })
	mux.HandleFunc("POST /api/enter", w.porter.enter)
	for pattern, answer := range map[string]func(*http.Request) (any, error){
		"GET /api/state":       w.getState,
		"GET /api/files":       w.getFiles,
		"GET /api/text":        w.getText,
		"GET /api/finding/{n}": w.getFinding,
		"GET /api/move":        w.getMove,
		"GET /api/series":      w.getSeries,
		"GET /api/series/{n}":  w.getPlaces,
		"GET /api/diff":        w.getDiff,
		"POST /api/answer":     w.postAnswer,
		"POST /api/undo":       w.postUndo,
		"POST /api/view":       w.postView,
		"POST /api/end":        w.postEnd,
	} {
		mux.HandleFunc(pattern, w.inTurn(answer))
	}
	mux.HandleFunc("GET /scan/word/{n}", w.scanWord)
	mux.HandleFunc("GET /witness/{n}", w.showWitness)
	mux.HandleFunc("GET /scan/page/{file}/{page}", w.scanPage)
	return w.porter.protect(mux)
}

// staticTypes are said here: a system's own table may have others.
var staticTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

// serveStatic sends a file of the page. They are all in the program; none is named by the outside.
func serveStatic(w http.ResponseWriter, r *http.Request, name string) {
	src, err := webFiles.ReadFile("web/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if kind, ok := staticTypes[path.Ext(name)]; ok {
		w.Header().Set("Content-Type", kind)
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(src))
}

// A refusal is an error with the status that says what kind it is.
type refusal struct {
	code int
	say  string
}

func (r refusal) Error() string { return r.say }

func refuse(code int, format string, args ...any) error {
	return refusal{code, fmt.Sprintf(format, args...)}
}

// inTurn gives a request the desk. What has been checked meanwhile is on it by then.
func (w *web) inTurn(answer func(*http.Request) (any, error)) http.HandlerFunc {
	turn := func(r *http.Request) (out any, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		defer func() {
			if e := recover(); e != nil {
				w.detail("%s", strings.ReplaceAll(string(debug.Stack()), "\n", " | "))
				err = refuse(http.StatusInternalServerError, "internal error: %v; what was answered is in the ledger; please report it", e)
			}
		}()
		w.catchUp()
		return answer(r)
	}
	return func(rw http.ResponseWriter, r *http.Request) {
		out, err := turn(r)
		if err == nil {
			writeJSON(rw, http.StatusOK, out)
			return
		}
		code := http.StatusUnprocessableEntity
		var no refusal
		if errors.As(err, &no) {
			code = no.code
		}
		writeJSON(rw, code, map[string]string{"say": report.Escape(err.Error())})
	}
}

// How long the ledgers are believed without a look at what others wrote.
const ledgersEvery = 2 * time.Second

// catchUp takes in what was checked and what other reviews decided meanwhile.
func (w *web) catchUp() {
	if batches := w.feed.drain(); len(batches) > 0 {
		w.take(batches)
		w.revision++
	}
	if time.Since(w.looked) < ledgersEvery {
		return
	}
	w.looked = time.Now()
	for _, root := range w.roots {
		ds, err := w.journals[root].news()
		if err != nil || len(ds) == 0 {
			continue
		}
		if w.learn(root, ds) {
			w.revision++
		}
	}
}

func writeJSON(w http.ResponseWriter, code int, v any) {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(v); err != nil { // < and > are escaped
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(code)
	w.Write(buf.Bytes())
}

// readJSON reads a request; it says itself what is wrong with it.
func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	err := decodeJSON(r, into)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

func decodeJSON(r *http.Request, into any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return refuse(http.StatusRequestEntityTooLarge, "larger than %s", showSize(large.Limit))
	case err != nil:
		return refuse(http.StatusBadRequest, "not understood: %v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return refuse(http.StatusBadRequest, "not understood: more than one thing")
	}
	return nil
}

// asked is the finding that a request names.
func (w *web) asked(n int) (int, error) {
	if n < 0 || n >= w.sit.Len() {
		return sitting.None, refuse(http.StatusNotFound, "no finding %d; there are %d", n, w.sit.Len())
	}
	return n, nil
}
