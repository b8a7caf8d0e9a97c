package main

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"sync"
)

// A porter lets the browser of the one who started the review in, and nobody else. What listens on a machine's own
// address is still reached by every page that a browser there has open, by names that point to it, and by every
// user of the machine. So, of every request:
//
//   - Host is this server's address (a name that was made to point here is not)
//   - Origin, where there is one, is this server's; Sec-Fetch-Site says so too, where a browser says it
//   - what is more than the empty page needs the cookie, which only a one-time token buys
//   - a change is a POST from this origin, in JSON, of limited size, with the key that the page alone can read
type porter struct {
	cookie      string // its name: cookies do not know ports
	secret, key string
	hosts       map[string]bool
	mu          sync.Mutex
	token       string // buys the cookie once; empty: bought
	largest     int64  // bytes of a request
}

func newPorter(addr net.Addr) *porter {
	_, port, _ := net.SplitHostPort(addr.String())
	p := &porter{
		cookie: "emend-" + port, secret: random(), key: random(), largest: 256 << 10,
		hosts: map[string]bool{addr.String(): true, "localhost:" + port: true},
	}
	p.issue()
	return p
}

// random is 256 bits that nobody guesses, in letters that need no escape.
func random() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// issue makes a new one-time token; one that was not used is void.
func (p *porter) issue() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.token = random()
	return p.token
}

// buy takes the token, once.
func (p *porter) buy(token string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.token == "" || !same(token, p.token) {
		return false
	}
	p.token = ""
	return true
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// policy lets the page run and load what this server sends and nothing else, no matter what a text contains. Trusted types
// forbid the page itself to make markup of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func (p *porter) headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

// protect is a handler behind the porter.
func (p *porter) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.headers(w.Header())
		if code, why := p.refuse(r); why != "" {
			http.Error(w, why, code)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, p.largest)
		next.ServeHTTP(w, r)
	})
}

// refuse is why a request is not answered; empty where it is.
func (p *porter) refuse(r *http.Request) (code int, why string) {
	origin, hasOrigin := r.Header["Origin"]
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case !p.hosts[r.Host]:
		return http.StatusMisdirectedRequest, "this is another host than the link that emend printed"
	case hasOrigin && (len(origin) != 1 || origin[0] != "http://"+r.Host):
		return http.StatusForbidden, "a page of another origin asks"
	case site == "cross-site" || site == "same-site":
		// Links from elsewhere may lead to the page itself, which is empty.
		if r.URL.Path != "/" || r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Dest") != "document" {
			return http.StatusForbidden, "a page of another origin asks"
		}
	}
	change := false
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodPost:
		if change = true; !hasOrigin {
			return http.StatusForbidden, "a change needs an origin"
		}
		if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
			return http.StatusUnsupportedMediaType, "a change is application/json"
		}
	default:
		return http.StatusMethodNotAllowed, "GET or POST"
	}
	if public(r.URL.Path) {
		return 0, ""
	}
	if c, err := r.Cookie(p.cookie); err != nil || !same(c.Value, p.secret) {
		return http.StatusUnauthorized, "open the link that emend printed"
	}
	if change && !same(r.Header.Get("X-Emend-Key"), p.key) {
		return http.StatusForbidden, "the page is of another run; load it again"
	}
	return 0, ""
}

// public reports whether a path is the empty page, what that is made of, or the way in.
func public(path string) bool {
	return path == "/" || path == "/api/enter" || strings.HasPrefix(path, "/static/")
}

// enter gives the cookie for the token.
func (p *porter) enter(w http.ResponseWriter, r *http.Request) {
	var in struct{ Token string }
	if !readJSON(w, r, &in) {
		return
	}
	if !p.buy(in.Token) {
		http.Error(w, "this link was used already; emend's terminal gives a new one", http.StatusForbidden)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: p.cookie, Value: p.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.WriteHeader(http.StatusNoContent)
}
