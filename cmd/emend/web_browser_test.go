//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A served is emend review --web as it runs.
type served struct {
	t    testing.TB
	cmd  *exec.Cmd
	link string
	errs bytes.Buffer
	done chan error
}

func serve(t testing.TB, dir string, args ...string) *served {
	t.Helper()
	s := &served{t: t, cmd: emendCommand(t, dir, append([]string{"review", "--web"}, args...)...), done: make(chan error, 1)}
	s.cmd.Env = append(os.Environ(), "EMEND_REVIEWER=Tester")
	s.cmd.Stderr = &s.errs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("no link: %v", err)
	}
	s.link = strings.TrimSpace(line)
	go func() { s.done <- s.cmd.Wait() }()
	return s
}

// end waits for the end and returns the exit code.
func (s *served) end() int {
	s.t.Helper()
	select {
	case <-s.done:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(2 * time.Minute):
		s.t.Fatal("the review does not end")
		return -1
	}
}

// A browser is a Chromium without a window. What its console says is kept: a text that ran would be seen there.
type browser struct {
	t    testing.TB
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

func openBrowser(t testing.TB) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium on this machine; apt-get install chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1400, 900), chromedp.Flag("disable-dev-shm-usage", true))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	err := chromedp.Listen(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *runtime.EventConsoleAPICalled:
			for _, a := range ev.Args {
				b.said = append(b.said, string(a.Value))
			}
		case *runtime.EventExceptionThrown:
			b.said = append(b.said, fmt.Sprintf("%+v", ev.ExceptionDetails))
		}
	})
	if err != nil {
		t.Skipf("Chromium does not start: %v", err)
	}
	return b
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%v; the console: %q", err, b.said)
	}
}

func (b *browser) js(expr string) string {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expr+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expr, err)
	}
	return out
}

// until waits for an expression to hold.
func (b *browser) until(what, expr string) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); b.js("Boolean("+expr+")") != "true"; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s does not come; the page says %q, the console %q", what, b.js("document.body.innerText"), b.said)
		}
	}
}

// picture keeps what is seen, for eyes, where EMEND_SCREENSHOTS names a folder.
func (b *browser) picture(name string, width, height int64, scheme string) {
	dir := os.Getenv("EMEND_SCREENSHOTS")
	if dir == "" {
		return
	}
	b.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(width, height), chromedp.Sleep(350*time.Millisecond))
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	os.MkdirAll(dir, 0o777)
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), png, 0o666); err != nil {
		b.t.Error(err)
	}
}

// pictures are those at a desk, in 80 columns, on a phone, in light and dark.
func (b *browser) pictures(name string) {
	for _, scheme := range []string{"light", "dark"} {
		b.picture(name, 1400, 900, scheme)
		b.picture(name, 780, 900, scheme)
		b.picture(name, 375, 760, scheme)
	}
	b.do(chromedp.EmulateViewport(1400, 900))
}

// TestReviewBrowser is a sitting in Chromium: every finding that is a certain error is accepted, everything else left, by
// the keys of the terminal. Fix writes those corrections and no other byte.
func TestReviewBrowser(t *testing.T) {
	seed := filepath.Join("..", "..", "testdata", "seed")
	article, err := os.ReadFile(filepath.Join(seed, "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "article.txt"), article, 0o666); err != nil {
		t.Fatal(err)
	}
	keys, want := plan(t, dir, string(article), certain(t, filepath.Join(seed, "gold.jsonl")))
	b := openBrowser(t)
	s := serve(t, dir, "article.txt")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	if got := b.js("location.href"); strings.Contains(got, s.link[strings.Index(s.link, "#"):]) {
		t.Errorf("the token stays in the address: %s", got)
	}
	if got := b.js("performance.getEntriesByType('resource').filter((r) => !r.name.startsWith(location.origin + '/')).length + ' of ' + (performance.getEntriesByType('resource').length > 5)"); got != "0 of true" {
		t.Errorf("resources from elsewhere: %s", got)
	}
	b.pictures("finding")
	answer := func(k string) {
		before := b.js("location.hash")
		n := len(ledgerOf(t, dir))
		if text, typed := strings.CutPrefix(k, "e\x15"); typed {
			b.do(chromedp.KeyEvent("e"), chromedp.SetValue("#edit-text", strings.TrimSuffix(text, "\r")), chromedp.KeyEvent(kb.Enter))
		} else {
			b.key(k)
		}
		b.until("the next finding", fmt.Sprintf("location.hash !== %q", before))
		if got := len(ledgerOf(t, dir)); got != n+1 {
			t.Fatalf("the next finding is shown, and the ledger has %d lines, not %d", got, n+1)
		}
	}
	for n, k := range keys {
		if n == 2 {
			b.pictures("midway")
		}
		answer(k)
	}
	b.until("the end", "document.querySelector('#pair.done')")
	b.pictures("done")
	b.key("u")
	b.until("the last finding again", "location.hash.length > 1")
	if n := len(ledgerOf(t, dir)); n != len(keys)-1 {
		t.Errorf("after undo the ledger has %d lines, not %d", n, len(keys)-1)
	}
	answer(keys[len(keys)-1])
	b.until("the end again", "document.querySelector('#pair.done')")
	b.key("D")
	b.until("the diff", "document.querySelector('#sheet[open] .changes ins')")
	b.pictures("diff")
	b.key("q")
	b.key("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d with all decided: %s", code, s.errs.String())
	}
	got, err := emendCommand(t, dir, "fix", "article.txt").Output()
	if err != nil {
		t.Errorf("fix: %v", err)
	}
	if string(got) != want {
		t.Errorf("the corrected file differs:\n%s", firstDifferentLine(string(got), want))
	}
	if now, _ := os.ReadFile(filepath.Join(dir, "article.txt")); !bytes.Equal(now, article) {
		t.Error("review changed the text")
	}
	if len(b.said) > 0 {
		t.Errorf("the console says %q", b.said)
	}
}

// A text, a name and a note that are made to run do not: nothing becomes markup, and the policy is there if it did.
func TestBrowserHostile(t *testing.T) {
	dir := t.TempDir()
	hostile := `<script>console.log("ran")</script><img src=x onerror="console.log('ran')">"><svg onload=console.log('ran')>`
	name := `"><img src=x onerror=console.log('ran')>.txt`
	src := "She saw the the " + hostile + " sea.\n\nHe met met <b onmouseover=console.log('ran')>bold</b> men \u202edeceived\u202c \x1b[2J there.\n\n" + hostile + " of of " + hostile + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	b.do(chromedp.SetValue("#note", hostile), chromedp.Focus("#pair"), chromedp.KeyEvent("e"))
	b.do(chromedp.SetValue("#edit-text", hostile), chromedp.KeyEvent(kb.Enter))
	b.until("the answer", fmt.Sprintf("document.querySelector('#text .mark.accepted .new')?.textContent === %s", quoteJS(hostile)))
	b.key("K")
	b.until("the note", "document.querySelector('.decided')?.textContent.includes('<script>')")
	b.key("D")
	b.until("the diff", "document.querySelector('#sheet[open] ins')")
	if n := b.js("document.querySelectorAll('main img, main script, main svg, main b, #files img, #card img, #card script, #sheet img, #sheet script, #say img').length"); n != "0" {
		t.Errorf("%s elements come from the text", n)
	}
	if got := b.js("document.querySelector('#text').textContent.includes('\\u202e') || document.querySelector('#text').textContent.includes('\\u001b')"); got != "false" {
		t.Error("a control or bidirectional character gets through")
	}
	// Were there a hole all the same: no markup can be made of text, no script of it runs.
	for _, try := range []string{
		"(() => { try { document.body.innerHTML = '<img src=x onerror=console.log(1)>'; return 'made' } catch { return 'refused' } })()",
		"(() => { try { const s = document.createElement('script'); s.textContent = 'console.log(\"ran\")'; document.body.append(s); return 'made' } catch { return 'refused' } })()",
	} {
		if got := b.js(try); got != "refused" {
			t.Errorf("%s: %s", try, got)
		}
	}
	for _, said := range b.said {
		if strings.Contains(said, "ran") {
			t.Errorf("the text ran: %q", b.said)
		}
	}
}

// key presses keys once the page has done what it was asked before.
func (b *browser) key(keys string) {
	b.t.Helper()
	b.until("the end of what it does", "document.body.getAttribute('aria-busy') === 'false' || document.querySelector('#ask[open]')")
	b.do(chromedp.KeyEvent(keys))
}

func quoteJS(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}

// Series by keys and by mouse, undo of all of it, the filter, and the page after it was loaded again.
func TestBrowserSeries(t *testing.T) {
	dir := someErrors(t)
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	b.until("all files", "document.querySelectorAll('#file-list li:not(.space)').length === 3 && !document.querySelector('#count').textContent.includes('checked')")
	b.key("S")
	b.until("the series", "document.querySelector('#sheet[open] .series-list li')")
	b.pictures("series")
	b.key(kb.Enter)
	b.until("one series", "document.querySelector('#sheet[open] .places li')")
	places := b.js("document.querySelectorAll('#sheet .places li').length")
	b.key("x")
	b.pictures("places")
	b.key("y")
	b.until("the question", "document.querySelector('#ask[open]')")
	b.key("y")
	b.until("the answers", "document.querySelector('#say').textContent.includes(' in ')")
	n := len(ledgerOf(t, dir))
	if n == 0 || fmt.Sprint(n) == places {
		t.Errorf("%d decisions on %s places, one of them unmarked", n, places)
	}
	b.until("the list again or the page", "!document.querySelector('#ask[open]')")
	b.key("u")
	b.until("the undo", "document.querySelector('#say').textContent.includes('taken back')")
	if n := len(ledgerOf(t, dir)); n != 0 {
		t.Errorf("after undo there are %d decisions", n)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.js("(() => { const o = document.querySelector('#order'); o.value = 'gain'; o.dispatchEvent(new Event('change', { bubbles: true })) })()")
	b.until("the series that comes first", "document.querySelector('#sheet[open] .places li')")
	b.key("q")
	b.until("its end", "!document.querySelector('#sheet[open]')")
	b.key("D")
	b.until("the diff of the first file", "document.querySelector('#sheet-title').textContent === 'a.txt'")
	b.key("j")
	b.until("that of the second", "document.querySelector('#sheet-title').textContent === 'b.txt'")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.key("f")
	b.until("the question", "document.querySelector('#ask[open]')")
	b.do(chromedp.SetValue("#ask-text", "path:c.txt"), chromedp.KeyEvent(kb.Enter))
	b.until("the filter", "document.querySelector('#text .path').textContent.includes('c.txt') && document.querySelector('#count').textContent.includes('fit')")
	b.do(chromedp.Reload())
	b.until("the same finding", "document.querySelector('#text .path')?.textContent.includes('c.txt') && document.querySelector('#pair .old')")
	b.do(chromedp.Click("#text a.mark.doubt"))
	b.until("the finding that was clicked", "document.querySelector('#text a.mark.doubt[aria-current]') && document.body.getAttribute('aria-busy') === 'false'")
	b.do(chromedp.Click(".answers .second"))
	b.until("the answer by mouse", "document.querySelector('#text .mark.left')")
	if n := len(ledgerOf(t, dir)); n != 1 {
		t.Errorf("a click decided %d", n)
	}
	s.cmd.Process.Signal(syscall.SIGINT)
	if code := s.end(); code != interrupted {
		t.Errorf("exit code %d after ctrl+c", code)
	}
	b.key("n")
	b.until("word of the end", "document.querySelector('#say').textContent.includes('has ended')")
	if len(ledgerOf(t, dir)) != 1 {
		t.Error("the answer is lost")
	}
}

// Killed after an answer has come back, the review has lost nothing: the ledger holds it, and the next run goes on behind it.
func TestWebKilled(t *testing.T) {
	dir := someErrors(t)
	for n := 1; n <= 3; n++ {
		s := serve(t, dir, ".")
		address, token, _ := strings.Cut(s.link, "/#")
		jar, _ := cookiejar.New(nil)
		browser := http.Client{Jar: jar, Timeout: time.Minute}
		key := ""
		call := func(method, path, body string) (code int, out string) {
			r, _ := http.NewRequest(method, address+path, strings.NewReader(body))
			r.Header.Set("Origin", address)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Emend-Key", key)
			resp, err := browser.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			all, _ := io.ReadAll(resp.Body)
			return resp.StatusCode, string(all)
		}
		if code, out := call("POST", "/api/enter", fmt.Sprintf(`{"token":%q}`, token)); code != http.StatusNoContent {
			t.Fatal(code, out)
		}
		var state webState
		for deadline := time.Now().Add(time.Minute); state.Files == 0 || state.Checked < state.Files; time.Sleep(5 * time.Millisecond) {
			_, out := call("GET", "/api/state", "")
			if err := json.Unmarshal([]byte(out), &state); err != nil || time.Now().After(deadline) {
				t.Fatal(err, out)
			}
		}
		if key = state.Key; n == 1 && state.Undecided < 7 {
			t.Fatalf("%+v", state)
		}
		var next struct{ N int }
		_, out := call("GET", "/api/move", "")
		json.Unmarshal([]byte(out), &next)
		if code, out := call("POST", "/api/answer", fmt.Sprintf(`{"n":%d,"do":"leave"}`, next.N)); code != http.StatusOK {
			t.Fatal(code, out)
		}
		s.cmd.Process.Kill()
		s.end()
		if got := len(ledgerOf(t, dir)); got != n {
			t.Fatalf("after %d answers and kills the ledger has %d", n, got)
		}
	}
}

// The word of the scan is framed where it stands, on its line beside the finding and on the page.
func TestBrowserScan(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.hocr"), fmt.Appendf(nil, scanned, "p1.png"), 0o666)
	picture(t, filepath.Join(dir, "p1.png"), 1200, 600)
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the snippet", "document.querySelector('.snippet img')?.naturalWidth > 0 && document.querySelector('.snippet .frame')")
	// The word is the dark part of the picture: the middle of the frame is dark, what is beside the frame is not.
	const framed = `(() => {
		const img = document.querySelector('%[1]s img'), frame = document.querySelector('%[1]s .frame').getBoundingClientRect(), box = img.getBoundingClientRect();
		const c = document.createElement('canvas'); c.width = img.naturalWidth; c.height = img.naturalHeight;
		const g = c.getContext('2d'); g.drawImage(img, 0, 0);
		const dark = (x, y) => g.getImageData((x - box.left) / box.width * c.width, (y - box.top) / box.height * c.height, 1, 1).data[0] < 128;
		const mid = (frame.top + frame.bottom) / 2;
		return dark((frame.left + frame.right) / 2, mid) && dark(frame.left + 8, mid) && dark(frame.right - 8, mid) && !dark(frame.left - 3, mid) && !dark(frame.right + 3, mid);
	})()`
	b.until("the frame around the word of the snippet", fmt.Sprintf(framed, ".snippet"))
	b.key("p")
	b.until("the page", "document.querySelector('.page-picture img')?.naturalWidth > 0")
	b.until("the frame around the word of the page", fmt.Sprintf(framed, ".page-picture"))
	if len(b.said) > 0 {
		t.Errorf("the console says %q", b.said)
	}
}

// TestBrowserPictures makes pictures of any folder's review, for eyes: EMEND_SCREENSHOTS=out EMEND_SCREENSHOTS_OF=folder.
func TestBrowserPictures(t *testing.T) {
	dir := os.Getenv("EMEND_SCREENSHOTS_OF")
	if dir == "" || os.Getenv("EMEND_SCREENSHOTS") == "" {
		t.Skip("no folder is named in EMEND_SCREENSHOTS_OF")
	}
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	b.until("all files", "!document.querySelector('#count').textContent.includes('checked')")
	b.do(chromedp.Sleep(500 * time.Millisecond))
	b.pictures("folder")
	b.do(chromedp.EmulateViewport(780, 900), chromedp.Click("#open-files"))
	b.picture("files", 780, 900, "light")
	b.picture("files", 375, 760, "dark")
	b.do(chromedp.Click("#open-files"), chromedp.EmulateViewport(1400, 900))
	for _, k := range []string{"?", "p", "S", "/", "e"} {
		b.key(k)
		b.until("a sheet or none", "document.body.getAttribute('aria-busy') === 'false' || document.querySelector('#ask[open]')")
		b.do(chromedp.Sleep(400 * time.Millisecond))
		b.pictures(map[string]string{"?": "keys", "p": "page", "S": "list", "/": "search", "e": "edit"}[k])
		b.do(chromedp.KeyEvent(kb.Escape))
	}
}

// On every width nothing stands beside the screen, and what is asked about is seen above the card.
func TestBrowserWidths(t *testing.T) {
	dir := t.TempDir()
	seed, err := os.ReadFile(filepath.Join("..", "..", "testdata", "seed", "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "article.txt"), seed, 0o666)
	long := "She saw the the " + strings.Repeat("unbroken", 80) + " sea. They went on on " + strings.Repeat("a\u0300\u0301\u0302", 60) + " there, and and back.\n"
	os.WriteFile(filepath.Join(dir, strings.Repeat("a long name ", 12)+".txt"), []byte(long), 0o666)
	os.WriteFile(filepath.Join(dir, "p.hocr"), fmt.Appendf(nil, scanned, "p1.png"), 0o666)
	picture(t, filepath.Join(dir, "p1.png"), 1200, 600)
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	b.until("all files", "!document.querySelector('#count').textContent.includes('checked')")
	for _, size := range [][2]int64{{320, 640}, {375, 760}, {780, 900}, {1000, 700}, {1180, 800}, {1400, 900}} {
		b.do(chromedp.EmulateViewport(size[0], size[1]))
		b.until("the width", fmt.Sprintf("innerWidth === %d && innerHeight === %d", size[0], size[1]))
		fits := func(what string) {
			b.t.Helper()
			if got := b.js("document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('#card, #text, #sheet[open], #top')].every((e) => { const r = e.getBoundingClientRect(); return r.left >= -1 && r.right <= innerWidth + 1; })"); got != "true" {
				t.Errorf("%v: %s stands beside the screen: %s", size, what, b.js("document.documentElement.scrollWidth"))
			}
		}
		for range 14 {
			fits("a finding")
			b.until(fmt.Sprintf("%v: the finding between top and card", size), "(() => { const m = document.querySelector('#text [aria-current]').getBoundingClientRect(), c = document.querySelector('#card'), t = document.querySelector('#top').getBoundingClientRect(); const low = getComputedStyle(c).position === 'fixed' ? c.getBoundingClientRect().top : innerHeight; return m.top >= t.bottom - 1 && (m.bottom <= low || m.height > low - t.bottom) })()")
			b.key("j")
			b.until("the next", "document.body.getAttribute('aria-busy') === 'false'")
		}
		for _, k := range []string{"S", "D", "?"} {
			b.key(k)
			b.until("the sheet", "document.body.getAttribute('aria-busy') === 'false'")
			fits(k)
			b.do(chromedp.KeyEvent(kb.Escape))
		}
	}
	if len(b.said) > 0 {
		t.Errorf("the console says %q", b.said)
	}
}

// Whoever hears the page knows what each thing on it is, and is told of each finding and answer.
func TestBrowserHeard(t *testing.T) {
	b := openBrowser(t)
	dir := someErrors(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')")
	b.until("all files", "!document.querySelector('#count').textContent.includes('checked')")
	named := func(where string, least int) {
		t.Helper()
		tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			t.Fatal(err)
		}
		things := 0
		for _, n := range tree.Nodes {
			if n.Ignored || n.Role == nil {
				continue
			}
			switch role := strings.Trim(string(n.Role.Value), `"`); role {
			case "button", "link", "textbox", "combobox", "radio", "checkbox", "dialog", "main", "navigation", "complementary", "progressbar", "image":
				things++
				if n.Name == nil || strings.Trim(string(n.Name.Value), `" `) == "" {
					t.Errorf("%s: a %s has no name", where, role)
				}
			}
		}
		if things < least {
			t.Errorf("%s: only %d things are heard", where, things)
		}
	}
	named("a finding", 15)
	if got := b.js("document.activeElement.id"); got != "pair" {
		t.Errorf("the finding is not in focus, but %q", got)
	}
	if got := b.js("document.querySelector('#heard').textContent + document.activeElement.textContent"); !strings.Contains(got, "doubled-word, line 1: “the” stands twice") || !strings.Contains(got, "the the → the") {
		t.Errorf("heard is %q", got)
	}
	b.key("e")
	named("a reading is typed", 16)
	b.key(kb.Escape)
	b.key("n")
	b.until("the answer", "document.querySelector('#say').textContent.includes('left as it is')")
	b.key("S")
	b.until("the series", "document.querySelector('#sheet[open] .series-list li')")
	named("the series", 3)
	b.key(kb.Enter)
	b.until("one series", "document.querySelector('#sheet[open] .places li')")
	named("one series", 9)
	b.key("a")
	b.until("the question", "document.querySelector('#ask[open]')")
	named("a question", 3)
	b.key("n")
	b.until("nothing", "document.querySelector('#say').textContent.includes('nothing was decided')")
}

// BenchmarkBrowser is what an editor waits for among a hundred thousand findings: from the key until the next finding is drawn.
func BenchmarkBrowser(b *testing.B) {
	dir := manyFindings(b, 5000)
	br := openBrowser(b)
	s := serve(b, dir, ".")
	br.do(chromedp.Navigate(s.link))
	br.until("all files", "document.querySelector('#count').textContent.includes('undecided') && !document.querySelector('#count').textContent.includes('checked')")
	way := func(key, done string) func(*testing.B) {
		return func(b *testing.B) {
			most := time.Duration(0)
			for b.Loop() {
				start := time.Now()
				took, err := chromedp.Run(br.ctx, chromedp.Evaluate[float64](fmt.Sprintf(`new Promise((resolve) => {
					const start = performance.now(), before = location.hash;
					const look = () => { if (%s) requestAnimationFrame(() => resolve(performance.now() - start)); else setTimeout(look, 1); };
					document.dispatchEvent(new KeyboardEvent("keydown", { key: %q, bubbles: true }));
					look();
				})`, done, key), chromedp.EvalAwaitPromise))
				if err != nil {
					b.Fatal(err, time.Since(start))
				}
				most = max(most, time.Duration(took*float64(time.Millisecond)))
				br.until("rest", "document.body.getAttribute('aria-busy') === 'false'")
				if key == "S" {
					br.do(chromedp.KeyEvent(kb.Escape))
				}
			}
			b.ReportMetric(float64(most.Microseconds())/1000, "ms-at-most")
		}
	}
	b.Run("next", way("j", "location.hash !== before"))
	b.Run("answer", way("n", "location.hash !== before"))
	b.Run("series", way("S", "document.querySelector('#sheet[open] .series-list li')"))
	if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid)); err == nil {
		for line := range strings.Lines(string(status)) {
			if strings.HasPrefix(line, "VmHWM") {
				b.Log(strings.TrimSpace(line))
			}
		}
	}
}

// A file that changes under review: the page shows the text as it is, and its findings where they are now.
func TestBrowserChangedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	os.WriteFile(path, []byte("She went home by the the road.\n\nHe came and and saw it.\n\nIt was one of of them.\n"), 0o666)
	b := openBrowser(t)
	s := serve(t, dir, ".")
	b.do(chromedp.Navigate(s.link))
	b.until("the first finding", "document.querySelector('#pair .old')?.textContent === 'the the'")
	b.key("y")
	b.until("the second", "document.querySelector('#pair .old')?.textContent === 'and and'")
	os.WriteFile(path, []byte("A new beginning.\n\nShe went home by the the road.\n\nIt was one of of them. He met met her.\n"), 0o666)
	b.key("j")
	b.until("the new text", "document.querySelector('#text').textContent.includes('A new beginning') && document.querySelector('#text a[aria-current]')")
	if got := b.js("document.querySelector('#text').textContent.includes('and and')"); got != "false" {
		t.Error("the old text is shown")
	}
	b.key("y")
	b.until("the answer", "document.querySelector('#text .mark.accepted')")
	if n := len(ledgerOf(t, dir)); n != 2 {
		t.Errorf("%d decisions", n)
	}
}

// The page is on this machine's own address and no other; a port that is taken is said to be.
func TestWebLoopback(t *testing.T) {
	dir := someErrors(t)
	s := serve(t, dir, ".")
	address := strings.TrimPrefix(s.link[:strings.Index(s.link, "/#")], "http://")
	host, port, err := net.SplitHostPort(address)
	if err != nil || host != "127.0.0.1" {
		t.Fatalf("%s, %v", s.link, err)
	}
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		ip, ok := a.(*net.IPNet)
		if !ok || ip.IP.IsLoopback() {
			continue
		}
		if c, err := net.DialTimeout("tcp", net.JoinHostPort(ip.IP.String(), port), time.Second); err == nil {
			c.Close()
			t.Errorf("it answers at %s, too", ip.IP)
		}
	}
	var errs bytes.Buffer
	second := emendCommand(t, dir, "review", "--web", "--port", port, ".")
	second.Stderr = &errs
	if second.Run(); second.ProcessState.ExitCode() != failed || !strings.Contains(errs.String(), "--port "+port+": ") || !strings.Contains(errs.String(), "leave it out for a free one") {
		t.Errorf("a taken port: exit code %d, %s", second.ProcessState.ExitCode(), errs.String())
	}
}
