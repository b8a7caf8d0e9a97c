package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"emend/pipeline/report"
	"emend/pipeline/review/sitting"
)

// plain is the desk by lines: a finding, a prompt, an answer. The end of the input ends the
// sitting, and nothing is lost.
func (d *desk) plain() error {
	lines := d.inputLines()
	for shown := -2; ; {
		if err := d.await(); err != nil {
			return err
		}
		d.tell()
		if i := d.sit.Current(); d.ask == nil && (i != shown || d.view != cardView) {
			for _, r := range d.rows(0, 0) {
				fmt.Fprintln(d.out, r.show(0, false))
			}
			if shown = i; d.view == helpView {
				d.view = cardView
			}
		}
		d.prompt()
		if err := d.out.Flush(); err != nil {
			return err
		}
		var line string
		var more bool
		select {
		case <-d.ctx.Done():
			return errInterrupted
		case line, more = <-lines:
		}
		if !more {
			fmt.Fprintln(d.out)
			return nil
		}
		if line == "p" || line == "" && d.ask == nil {
			shown = -2
		}
		if err := d.complete(line); err != nil {
			return err
		}
		if d.command(line) {
			d.tell()
			return nil
		}
	}
}

// inputLines are the lines of standard input.
func (d *desk) inputLines() <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewReader(d.in)
		for {
			line, err := in.ReadString('\n')
			if err != nil && line == "" {
				if err != io.EOF {
					d.say("standard input: %v", reason(err))
				}
				return
			}
			select {
			case lines <- strings.TrimRight(line, "\r\n"):
			case <-d.ctx.Done():
				return
			}
		}
	}()
	return lines
}

// await waits for a finding, or the end of the check; in an order that needs all findings,
// for the end. So a script meets the same questions each time.
func (d *desk) await() error {
	for {
		d.take(d.feed.drain())
		if done := d.feed.finished(); done || d.order == sitting.ByFile {
			if d.begin(); done || d.sit.Current() != sitting.None {
				return nil
			}
		}
		select {
		case <-d.feed.ready:
		case <-d.ctx.Done():
			return errInterrupted
		}
	}
}

// complete waits for all findings before an answer that speaks of more than one.
func (d *desk) complete(line string) error {
	if line == "" || d.ask != nil || !strings.Contains("adv/gfSw", line[:1]) {
		return nil
	}
	for !d.feed.finished() {
		select {
		case <-d.feed.ready:
			d.take(d.feed.drain())
		case <-d.ctx.Done():
			return errInterrupted
		}
	}
	d.take(d.feed.drain())
	return nil
}

func (d *desk) tell() {
	if d.message != "" {
		fmt.Fprintln(d.out, report.Escape(d.message))
		d.message = ""
	}
}

func (d *desk) prompt() {
	prompt := "answer (? for the keys)"
	switch {
	case d.ask != nil && d.ask.yesNo:
		prompt = report.Escape(d.ask.prompt) + " y or n"
	case d.ask != nil:
		prompt = report.Escape(d.ask.prompt)
	case d.view == seriesCard:
		prompt = "series: a all, y marked, d none, v never, x NUMBER marks, q back"
	case d.view == seriesList:
		prompt = "series: g NUMBER, o opens, q back"
	}
	fmt.Fprintf(d.out, "%s> ", prompt)
}

// command is one line: what was asked for, or a key, a space and what belongs to it.
func (d *desk) command(line string) (quit bool) {
	if q := d.ask; q != nil {
		answer := strings.ToLower(strings.TrimSpace(line))
		switch {
		case !q.yesNo:
			d.reply(line, true)
		case answer == "y" || answer == "yes":
			d.reply("y", true)
		case answer == "n" || answer == "no":
			d.reply("n", true)
		default:
			d.message = "y or n"
		}
		return false
	}
	if line == "" {
		return false
	}
	_, n := utf8.DecodeRuneInString(line)
	key, rest := line[:n], line[n:]
	if arg, ok := strings.CutPrefix(rest, " "); ok || rest == "" {
		return d.press(key, arg)
	}
	switch line {
	case "yes", "no", "quit", "undo":
		return d.press(line[:1], "")
	case "help":
		return d.press("?", "")
	}
	d.message = "“" + line + "” is no answer: a key alone, or a key, a space and a text; ? shows the keys"
	return false
}
