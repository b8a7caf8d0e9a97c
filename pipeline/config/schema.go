package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"emend/rules"
)

// Schema is the JSON Schema (draft-07, which editors of TOML read) of a configuration file, made of the tables that
// Parse reads by. What the one accepts the other does, but for what a schema cannot say: that a glob is none, an encoding unknown.
func Schema(words Vocabulary) []byte {
	settings := map[string]any{"rules": modes(), "classes": classes(words)}
	for _, k := range Keys {
		settings[k.Name] = k.schema(words)
	}
	top := map[string]any{
		"overrides": map[string]any{
			"description": "settings of some of the files; the last one that fits wins",
			"type":        "array",
			"items":       map[string]any{"$ref": "#/definitions/override"},
		},
	}
	override := map[string]any{}
	for name, s := range settings {
		top[name], override[name] = s, s
	}
	for _, k := range FileKeys {
		top[k.Name] = k.schema(words)
	}
	for _, k := range OverrideKeys {
		s := k.schema(words)
		s["minItems"] = 1
		override[k.Name] = s
	}
	all := object("what emend reads in emend.toml", top)
	all["$schema"] = "http://json-schema.org/draft-07/schema#"
	all["title"] = "emend.toml"
	one := object("settings of the files that fit paths", override)
	one["required"] = []string{"paths"}
	all["definitions"] = map[string]any{"override": one}

	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(all); err != nil {
		panic(err) // maps, strings and numbers
	}
	return out.Bytes()
}

func object(doc string, properties map[string]any) map[string]any {
	return map[string]any{"description": doc, "type": "object", "additionalProperties": false, "properties": properties}
}

// schema is that of one key's value.
func (k *Key) schema(words Vocabulary) map[string]any {
	s := map[string]any{"description": k.Doc}
	switch k.Kind {
	case Text:
		s["type"] = "string"
		switch k.Name {
		case "profile":
			s["enum"] = words.Profiles
		case "format":
			s["enum"] = append([]string{"auto"}, words.Formats...)
		case "class-map":
			s["enum"] = words.Maps
		}
		if k.Default.Text != "" {
			s["default"] = k.Default.Text
		}
	case Number:
		s["type"], s["minimum"], s["maximum"], s["default"] = "number", k.Least, k.Most, k.Default.Number
	case List:
		item := map[string]any{"type": "string"}
		if globs[k.Name] {
			item["minLength"] = 1
		}
		s["type"], s["items"] = "array", item
		if k.Default.List != nil {
			s["default"] = k.Default.List
		}
	case Switch:
		s["type"] = "boolean"
	}
	return s
}

// modes is the schema of the table of rules.
func modes() map[string]any {
	properties := map[string]any{}
	for _, r := range rules.All {
		of := []string{rules.Off.String(), rules.Suggest.String(), rules.Fix.String()}
		if r.Stage == rules.Normalize {
			of = slices.Insert(of, 1, rules.Read.String())
		}
		title, _, _ := strings.Cut(r.Doc, "\n")
		properties[r.Name] = map[string]any{"description": title, "enum": of}
	}
	return object("the mode of each rule", properties)
}

// classes is the schema of the table of classes; a name with a dot may be a table of the element's classes, for TOML reads p.quote so.
func classes(words Vocabulary) map[string]any {
	part := map[string]any{"enum": words.Parts}
	inner := object("classes of an element", nil)
	inner["additionalProperties"] = part
	delete(inner, "properties")
	all := object("what classes of web pages and elements mean: CLASS, ELEMENT.CLASS or <ELEMENT>", nil)
	all["additionalProperties"] = map[string]any{"anyOf": []any{part, inner}}
	delete(all, "properties")
	return all
}
