package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"emend/pipeline/report"
)

// screen is the desk in a terminal.
func (d *desk) screen() error {
	in, _ := d.in.(*os.File)
	out, _ := d.out.to.(*os.File)
	p := tea.NewProgram(&screen{desk: d, width: 80, height: 24, color: d.colored()},
		tea.WithContext(d.ctx), tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler())
	_, err := p.Run()
	if d.ctx.Err() != nil {
		return errInterrupted
	}
	if errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}

// screen is a tea.Model.
type screen struct {
	*desk
	width, height int
	color         bool
	typed         []rune // what was typed to a question
	cursor        int
	asked         *question
}

// arrived is what the feed has checked.
type arrived []batch

func (m *screen) Init() tea.Cmd { return m.await(0) }

// await waits for the feed. After the first file the results of a while come together, so
// that a long check leaves the keys room.
func (m *screen) await(pause time.Duration) tea.Cmd {
	f, done := m.feed, m.ctx.Done()
	return func() tea.Msg {
		time.Sleep(pause)
		select {
		case <-f.ready:
		case <-done:
		}
		return arrived(f.drain())
	}
}

func (m *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = max(msg.Width, 10), max(msg.Height, 4)
	case arrived:
		m.take(msg)
		m.desk.begin()
		if !m.feed.finished() && m.ctx.Err() == nil {
			return m, m.await(100 * time.Millisecond)
		}
	case tea.PasteMsg:
		if m.ask != nil && !m.ask.yesNo {
			m.edit()
			m.insert(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content))
		}
	case tea.KeyPressMsg:
		if m.key(msg) {
			return m, tea.Quit
		}
	}
	return m, nil
}

// edit readies the line for a question that is new.
func (m *screen) edit() {
	if m.asked != m.ask {
		m.asked, m.typed = m.ask, nil
		if m.ask != nil {
			m.typed = []rune(m.ask.text)
		}
		m.cursor = len(m.typed)
	}
}

func (m *screen) insert(s string) {
	if !utf8.ValidString(s) {
		return
	}
	rs := []rune(s)
	m.typed = append(m.typed[:m.cursor:m.cursor], append(rs, m.typed[m.cursor:]...)...)
	m.cursor += len(rs)
}

func (m *screen) key(msg tea.KeyPressMsg) (quit bool) {
	key := msg.String()
	if m.ask == nil {
		return m.press(key, "")
	}
	m.edit()
	if key == "ctrl+c" || key == "esc" {
		m.reply("", false)
		return false
	}
	if m.ask.yesNo {
		if key == "y" || key == "n" {
			m.reply(key, true)
		} else {
			m.message = "y or n"
		}
		return false
	}
	switch key {
	case "enter":
		m.reply(string(m.typed), true)
	case "backspace", "ctrl+h":
		if m.cursor > 0 {
			m.typed = append(m.typed[:m.cursor-1], m.typed[m.cursor:]...)
			m.cursor--
		}
	case "delete":
		if m.cursor < len(m.typed) {
			m.typed = append(m.typed[:m.cursor], m.typed[m.cursor+1:]...)
		}
	case "left", "ctrl+b":
		m.cursor = max(m.cursor-1, 0)
	case "right", "ctrl+f":
		m.cursor = min(m.cursor+1, len(m.typed))
	case "home", "ctrl+a":
		m.cursor = 0
	case "end", "ctrl+e":
		m.cursor = len(m.typed)
	case "ctrl+u":
		m.typed, m.cursor = m.typed[m.cursor:], 0
	case "ctrl+k":
		m.typed = m.typed[:m.cursor]
	default:
		m.insert(msg.Text)
	}
	return false
}

// The last two rows are the message or question, and the keys.
const footer = 2

func (m *screen) View() tea.View {
	m.edit()
	room := max(m.height-footer, 1)
	rows := m.rows(m.width, room)
	if len(rows) > room {
		rows = rows[:room]
	}
	lines := make([]string, 0, m.height)
	for _, r := range rows {
		lines = append(lines, r.show(m.width, m.color))
	}
	for len(lines) < room {
		lines = append(lines, "")
	}
	var cursor *tea.Cursor
	line := row{{report.Escape(m.message), boldly}}
	if q := m.ask; q != nil {
		prompt := ends(report.Escape(q.prompt), max(m.width*2/3, 10))
		if q.yesNo {
			line = row{{ends(report.Escape(q.prompt), m.width-8) + " (y n) ", boldly}}
			cursor = tea.NewCursor(min(ansi.StringWidth(line[0].text), m.width-1), room)
		} else {
			left := max(m.width-ansi.StringWidth(prompt)-3, 4)
			head := lastColumns(oneLine(string(m.typed[:m.cursor])), left-1)
			line = row{{prompt + ": ", boldly}, {head + oneLine(string(m.typed[m.cursor:])), plainly}}
			cursor = tea.NewCursor(min(ansi.StringWidth(prompt+": "+head), m.width-1), room)
		}
	}
	lines = append(lines, line.show(m.width, m.color), m.keysRow().show(m.width, m.color))
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen, v.Cursor = true, cursor
	return v
}

// keysRow is the foot of the screen: the keys, and how far the check has come.
func (m *screen) keysRow() row {
	keys := "y n e 1-9 a d w s u j k ? q"
	if m.width >= 76 {
		keys = "y accept n leave e edit 1-9 a d all w word s sic u undo ? q"
	}
	switch {
	case m.ask != nil && m.ask.yesNo:
		keys = "y n, esc: neither"
	case m.ask != nil:
		keys = "enter, esc: not after all"
	case m.view == seriesCard:
		keys = "a all y marked d none v never x mark o open u undo q back"
	case m.view == seriesList:
		keys = "j k o open u undo q back"
	case m.view == helpView:
		keys = "any key"
	}
	state := fmt.Sprintf("%d undecided", m.sit.Visible())
	if f := m.sit.Filtered(); f != "" {
		state += " of " + f
	}
	if m.checked < m.total {
		state += fmt.Sprintf(", checked %d of %d files", m.checked, m.total)
	}
	state = report.Escape(state)
	if gap := m.width - ansi.StringWidth(keys) - ansi.StringWidth(state); gap >= 2 {
		return row{{keys, faintly}, {strings.Repeat(" ", gap), plainly}, {state, plainly}}
	}
	return row{{state + "  ", plainly}, {keys, faintly}}
}
