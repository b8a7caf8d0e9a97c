package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A module is a part of the programs that somebody else wrote.
type module struct {
	path, version, sum string
	licence            string // SPDX; "" if the text is not known
}

// modules are those that the linker put into a program, and their licences as one file.
func (r *release) modules(program string) (file, []module, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return file{}, nil, err
	}
	var all []module
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		all = append(all, module{path: d.Path, version: d.Version, sum: d.Sum})
	}
	all = distinct(all)
	var text bytes.Buffer
	text.WriteString("The program is linked with these modules, under these licences.\n")
	for i := range all {
		m := &all[i]
		dir, err := command(r.source, "go", "list", "-m", "-f", "{{.Dir}}", m.path)
		if err != nil {
			return file{}, nil, err
		}
		licence, err := licenceOf(dir)
		if err != nil {
			return file{}, nil, fmt.Errorf("%s: %w", m.path, err)
		}
		m.licence = spdx(licence)
		fmt.Fprintf(&text, "\n%s\n%s %s\n\n%s\n", strings.Repeat("=", 72), m.path, m.version, strings.TrimSpace(licence))
	}
	root, err := command(r.source, "go", "env", "GOROOT")
	if err != nil {
		return file{}, nil, err
	}
	licence, err := licenceOf(root)
	if err != nil {
		return file{}, nil, err
	}
	fmt.Fprintf(&text, "\n%s\nThe Go standard library, %s\n\n%s\n", strings.Repeat("=", 72), info.GoVersion, strings.TrimSpace(licence))
	all = append(all, module{path: "std", version: strings.TrimPrefix(info.GoVersion, "go"), licence: spdx(licence)})
	return file{"LICENSES", 0o644, text.Bytes()}, all, nil
}

// distinct are the modules by path, each once.
func distinct(all []module) []module {
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(all)
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)(\.(txt|md))?$`)

// licenceOf is the text of all files of a module that state its licence.
func licenceOf(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, e := range entries {
		if licenceName.MatchString(e.Name()) && e.Type().IsRegular() {
			src, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return "", err
			}
			text.WriteString(strings.ReplaceAll(string(src), "\r\n", "\n") + "\n")
		}
	}
	if text.Len() == 0 {
		return "", fmt.Errorf("no file states its licence")
	}
	return text.String(), nil
}

// spdx is the identifier of a licence by what only its text says, "" if it is none of those.
func spdx(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case strings.Contains(text, "Apache License Version 2.0"):
		return "Apache-2.0"
	case strings.Contains(text, "Permission is hereby granted, free of charge, to any person obtaining a copy"):
		return "MIT"
	case strings.Contains(text, "Redistribution and use in source and binary forms") && strings.Contains(text, "endorse or promote"):
		return "BSD-3-Clause"
	case strings.Contains(text, "Redistribution and use in source and binary forms"):
		return "BSD-2-Clause"
	case strings.Contains(text, "Permission to use, copy, modify, and/or distribute this software for any purpose"):
		return "ISC"
	}
	return ""
}

// materials is the bill of materials of the release: CycloneDX 1.6, the modules of all programs and the data in them.
func materials(r *release, modules []module) ([]byte, error) {
	type object = map[string]any
	components := []object{}
	for _, m := range modules {
		purl := "pkg:golang/" + m.path + "@" + m.version
		c := object{"type": "library", "bom-ref": purl, "name": m.path, "version": m.version, "purl": purl}
		if m.licence != "" {
			c["licenses"] = []object{{"license": object{"id": m.licence}}}
		}
		if m.sum != "" {
			c["properties"] = []object{{"name": "go:sum", "value": m.sum}}
		}
		components = append(components, c)
	}
	embedded, err := command(r.source, "go", "list", "-deps", "-f", `{{$dir := .Dir}}{{range .EmbedFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}`, "./cmd/emend")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(embedded, "\n") {
		rel, err := filepath.Rel(r.source, filepath.FromSlash(name))
		if err != nil || !filepath.IsLocal(rel) {
			continue // of a module, which is a component as a whole
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rel = filepath.ToSlash(rel)
		kind := "file"
		if strings.Contains(rel, "/data/") {
			kind = "data"
		}
		components = append(components, object{
			"type": kind, "bom-ref": rel, "name": rel, "version": r.version, "description": "embedded; sources and licences in NOTICE",
			"hashes": []object{{"alg": "SHA-256", "content": fmt.Sprintf("%x", sha256.Sum256(src))}},
		})
	}
	var refs []string
	for _, c := range components {
		refs = append(refs, c["bom-ref"].(string))
	}
	self := "pkg:golang/emend@" + r.version
	sum := sha256.Sum256([]byte(r.commit + " " + r.version))
	sum[6], sum[8] = sum[6]&0x0F|0x80, sum[8]&0x3F|0x80 // a UUID of version 8, of one's own making
	bom := object{
		"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
		"serialNumber": fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]),
		"metadata": object{
			"timestamp": r.time.Format("2006-01-02T15:04:05Z"),
			"component": object{
				"type": "application", "bom-ref": self, "name": "emend", "version": r.version, "purl": self, "licenses": []object{{"license": object{"id": "Apache-2.0"}}},
				"properties": []object{{"name": "vcs:commit", "value": r.commit}},
			},
		},
		"components":   components,
		"dependencies": []object{{"ref": self, "dependsOn": refs}},
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(bom)
	return out.Bytes(), err
}
