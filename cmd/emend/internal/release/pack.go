package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A file of a package; its name has slashes.
type file struct {
	name    string
	mode    fs.FileMode
	content []byte
}

// tarred is a compressed archive of the files, of root's and of one time. What folders they need are written before them.
func tarred(prefix string, files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(z)
	seen := make(map[string]bool)
	for _, f := range files {
		name := prefix + f.name
		for _, dir := range folders(name) {
			if seen[dir] {
				continue
			}
			seen[dir] = true
			if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir, Mode: 0o755, ModTime: at, Format: tar.FormatUSTAR, Uname: "root", Gname: "root"}); err != nil {
				return nil, err
			}
		}
		h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: int64(f.mode), Size: int64(len(f.content)), ModTime: at, Format: tar.FormatUSTAR, Uname: "root", Gname: "root"}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// folders are those that a name lies in, the outermost first. // ./a/b -> ./ ./a/
func folders(name string) (all []string) {
	for i, c := range name {
		if c == '/' {
			all = append(all, name[:i+1])
		}
	}
	return all
}

func zipped(prefix string, files []file, at time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: prefix + "/" + f.name, Method: zip.Deflate, Modified: at}
		h.SetMode(f.mode)
		to, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// debianVersion is a version as dpkg orders it: what comes before a release sorts before it. // v1.2.0-rc.1 -> 1.2.0~rc.1
func debianVersion(v string) string {
	return strings.ReplaceAll(strings.Replace(strings.TrimPrefix(v, "v"), "-", "~", 1), "-", ".")
}

// places are where Debian has what an archive has.
var places = map[string]string{
	"completions/emend.bash": "usr/share/bash-completion/completions/emend",
	"completions/_emend":     "usr/share/zsh/vendor-completions/_emend",
	"completions/emend.fish": "usr/share/fish/vendor_completions.d/emend.fish",
	"README.md":              "usr/share/doc/emend/README.md",
	"NOTICE":                 "usr/share/doc/emend/NOTICE",
	"LICENSES":               "usr/share/doc/emend/LICENSES",
}

// debian is a binary package (deb(5)): an ar archive of a version, what dpkg is told, and the files.
func debian(r *release, t target, program []byte, extras []file) ([]byte, error) {
	files := []file{{"usr/bin/emend", 0o755, program}}
	for _, f := range extras {
		switch to, ok := places[f.name]; {
		case ok:
			files = append(files, file{to, 0o644, f.content})
		case strings.HasPrefix(f.name, "man/"):
			var z bytes.Buffer
			w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
			if err != nil {
				return nil, err
			}
			w.Write(f.content)
			if err := w.Close(); err != nil {
				return nil, err
			}
			files = append(files, file{"usr/share/man/man1/" + path.Base(f.name) + ".gz", 0o644, z.Bytes()})
		case f.name == "LICENSE":
			const head = "emend, with what it is made of: NOTICE and LICENSES in this folder.\nOn Debian the Apache License 2.0 is also in /usr/share/common-licenses/Apache-2.0.\n\n"
			files = append(files, file{"usr/share/doc/emend/copyright", 0o644, append([]byte(head), f.content...)})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	size := 0
	var sums bytes.Buffer
	for _, f := range files {
		size += (len(f.content) + 1023) / 1024
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.content), f.name)
	}
	control := fmt.Sprintf(`Package: emend
Version: %s
Architecture: %s
Maintainer: %s
Installed-Size: %d
Suggests: git
Section: text
Priority: optional
Description: find transcription errors, decide, write the corrected text
 emend reads texts, finds likely transcription and scanning errors and says
 why. An editor decides; nothing is changed that nobody approved.
`, debianVersion(r.version), t.processor, r.author, size)
	told, err := tarred("./", []file{{"control", 0o644, []byte(control)}, {"md5sums", 0o644, sums.Bytes()}}, r.time)
	if err != nil {
		return nil, err
	}
	data, err := tarred("./", files, r.time)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("!<arch>\n")
	for _, f := range []file{{"debian-binary", 0, []byte("2.0\n")}, {"control.tar.gz", 0, told}, {"data.tar.gz", 0, data}} {
		fmt.Fprintf(&out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", f.name, r.time.Unix(), 0, 0, 0o100644, len(f.content))
		out.Write(f.content)
		if len(f.content)%2 == 1 {
			out.WriteByte('\n')
		}
	}
	return out.Bytes(), nil
}
