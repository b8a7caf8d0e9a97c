package format

import "strings"

// angle reads what stands at a <: an autolink, a tag, a comment, or nothing.
func (in *mdInline) angle(i int) int {
	b := in.b
	if end := autolink(b[i:]); end > 0 {
		in.mark(mdObject, i, i+end)
		return i + end
	}
	if i+1 < len(b) && (b[i+1] == '!' || b[i+1] == '?') {
		if end := in.declaration(i); end > 0 {
			in.mark(mdUnread, i, end)
			return end
		}
		return i + 1
	}
	end := tagEnd(b, i)
	if end == 0 {
		return i + 1
	}
	kind, from := mdStart, i+1
	if b[from] == '/' {
		kind, from = mdFinish, i+2
	}
	to := from
	for to < end && (letterByte(b[to]) || b[to] >= '0' && b[to] <= '9' || b[to] == '-') {
		to++
	}
	in.mark(kind, i, end).said = strings.ToLower(b[from:to])
	return end
}

// declaration is where a comment, a declaration or an instruction ends that begins at i; 0 if it does not end.
func (in *mdInline) declaration(i int) int {
	b := in.b
	for n, d := range [...][2]string{{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}, {"<!", ">"}} {
		if !strings.HasPrefix(b[i:], d[0]) {
			continue
		}
		if n == 3 && (i+2 == len(b) || !letterByte(b[i+2])) || in.none[n] {
			return 0
		}
		if n == 0 && (strings.HasPrefix(b[i:], "<!-->") || strings.HasPrefix(b[i:], "<!--->")) {
			return i + 4 + strings.IndexByte(b[i+4:], '>') + 1
		}
		if end := strings.Index(b[i+len(d[0]):], d[1]); end >= 0 {
			return i + len(d[0]) + end + len(d[1])
		}
		in.none[n] = true
		return 0
	}
	return 0
}

func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// tagEnd is where the tag ends that begins at i (CommonMark 0.31, 6.6); 0 if none does.
func tagEnd(b string, i int) int {
	i++
	closing := i < len(b) && b[i] == '/'
	if closing {
		i++
	}
	if i >= len(b) || !letterByte(b[i]) {
		return 0
	}
	for i < len(b) && (letterByte(b[i]) || b[i] >= '0' && b[i] <= '9' || b[i] == '-') {
		i++
	}
	for {
		from := i
		for i < len(b) && white[b[i]] {
			i++
		}
		switch {
		case i == len(b):
			return 0
		case b[i] == '>':
			return i + 1
		case b[i] == '/' && !closing && i+1 < len(b) && b[i+1] == '>':
			return i + 2
		case closing || i == from || !letterByte(b[i]) && b[i] != '_' && b[i] != ':':
			return 0
		}
		for i < len(b) && (letterByte(b[i]) || b[i] >= '0' && b[i] <= '9' || strings.IndexByte("_.:-", b[i]) >= 0) {
			i++
		}
		j := i
		for j < len(b) && white[b[j]] {
			j++
		}
		if j == len(b) || b[j] != '=' {
			continue
		}
		for j++; j < len(b) && white[b[j]]; {
			j++
		}
		if j == len(b) {
			return 0
		}
		if b[j] == '"' || b[j] == '\'' {
			n := strings.IndexByte(b[j+1:], b[j])
			if n < 0 {
				return 0
			}
			i = j + n + 2
			continue
		}
		i = j
		for i < len(b) && !white[b[i]] && strings.IndexByte("\"'=<>`", b[i]) < 0 {
			i++
		}
		if i == j {
			return 0
		}
	}
}

// autolink is the length of the <https://…> or <a@b> that s begins with; 0 if it begins with none.
func autolink(s string) int {
	end := 1
	for end < len(s) && s[end] > ' ' && s[end] != '<' && s[end] != '>' {
		end++
	}
	if end < 4 || end >= len(s) || s[end] != '>' || !letterByte(s[1]) && (s[1] < '0' || s[1] > '9') {
		return 0
	}
	inner := s[1:end]
	scheme := 0
	for scheme < len(inner) && (letterByte(inner[scheme]) || scheme > 0 && (inner[scheme] >= '0' && inner[scheme] <= '9' || strings.IndexByte("+.-", inner[scheme]) >= 0)) {
		scheme++
	}
	if scheme >= 2 && scheme <= 32 && scheme < len(inner) && inner[scheme] == ':' {
		return end + 1
	}
	if name, host, ok := strings.Cut(inner, "@"); ok && name != "" && host != "" && !strings.ContainsAny(inner, "\\/:;()[],") {
		return end + 1
	}
	return 0
}
