package lsp

import "encoding/json"

// What a client sends.
type (
	Initialize struct {
		RootURI string `json:"rootUri"`
	}
	Item struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	}
	DidOpen struct {
		Document Item `json:"textDocument"`
	}
	DidChange struct {
		Document Item     `json:"textDocument"`
		Changes  []Change `json:"contentChanges"`
	}
	DidClose struct {
		Document Item `json:"textDocument"`
	}
	CodeActionParams struct {
		Document Item  `json:"textDocument"`
		Range    Range `json:"range"`
		Context  struct {
			Only []string `json:"only"`
		} `json:"context"`
	}
	ExecuteCommand struct {
		Command   string            `json:"command"`
		Arguments []json.RawMessage `json:"arguments"`
	}
	CancelParams struct {
		ID json.RawMessage `json:"id"`
	}
)

// What a server answers and says.
type (
	Capabilities struct {
		PositionEncoding string      `json:"positionEncoding"`
		Sync             SyncOptions `json:"textDocumentSync"`
		CodeAction       any         `json:"codeActionProvider"`
		ExecuteCommand   any         `json:"executeCommandProvider"`
	}
	SyncOptions struct {
		OpenClose bool `json:"openClose"`
		Change    int  `json:"change"` // 2: by ranges
		Save      bool `json:"save"`
	}
	InitializeResult struct {
		Capabilities Capabilities `json:"capabilities"`
		Server       ServerInfo   `json:"serverInfo"`
	}
	ServerInfo struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	Diagnostic struct {
		Range    Range  `json:"range"`
		Severity int    `json:"severity"`
		Code     string `json:"code"`
		Source   string `json:"source"`
		Message  string `json:"message"`
		Data     string `json:"data"` // the finding's ID
	}
	PublishDiagnostics struct {
		URI         string       `json:"uri"`
		Version     int          `json:"version"`
		Diagnostics []Diagnostic `json:"diagnostics"`
	}
	TextEdit struct {
		Range   Range  `json:"range"`
		NewText string `json:"newText"`
	}
	DocumentEdit struct {
		Document struct {
			URI     string `json:"uri"`
			Version int    `json:"version"`
		} `json:"textDocument"`
		Edits []TextEdit `json:"edits"`
	}
	WorkspaceEdit struct {
		Changes []DocumentEdit `json:"documentChanges"`
	}
	Command struct {
		Title     string `json:"title"`
		Command   string `json:"command"`
		Arguments []any  `json:"arguments"`
	}
	CodeAction struct {
		Title       string         `json:"title"`
		Kind        string         `json:"kind"`
		Diagnostics []Diagnostic   `json:"diagnostics"`
		Preferred   bool           `json:"isPreferred,omitempty"`
		Edit        *WorkspaceEdit `json:"edit,omitempty"`
		Command     *Command       `json:"command,omitempty"`
	}
	ShowMessage struct {
		Type    int    `json:"type"`
		Message string `json:"message"`
	}
)

// Severities of a Diagnostic and types of a message.
const (
	SeverityError = 1 + iota
	SeverityWarning
	SeverityInformation
	SeverityHint
)
