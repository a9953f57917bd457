// Checks a log of tiles with the packages of Go's checksum database, which know nothing of obstat:
//
//	tile-logs-go DIR
//
// The checkpoint is opened with DIR/log.vkey, the tree is built anew from the entry bundles, every
// receipt in DIR/proofs must show its entry, and every DIR/older/SIZE the beginning of the log. Where
// there is a DIR/passport.json instead of a log, its proof must show the entry that it carries.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func need(holds bool, format string, words ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, format+"\n", words...)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	need(err == nil, "%v", err)
	return value
}

func hashOf(line string) (hash tlog.Hash) {
	digest := must(base64.StdEncoding.DecodeString(line))
	need(len(digest) == len(hash), "a hash of %d bytes", len(digest))
	copy(hash[:], digest)
	return
}

func linesOf(text string) []string {
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// A checkpoint that the log's key has signed, and that names the log.
func checkpoint(published []byte, verifier note.Verifier) tlog.Tree {
	opened := must(note.Open(published, note.VerifierList(verifier)))
	lines := linesOf(opened.Text)
	need(len(lines) == 3 && lines[0] == verifier.Name(), "the checkpoint is %q", opened.Text)
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: hashOf(lines[2])}
}

func bundle(folder string, number, size int64) []byte {
	name := fmt.Sprintf("%03d", number%1000)
	for rest := number / 1000; rest > 0; rest /= 1000 {
		name = fmt.Sprintf("x%03d/", rest%1000) + name
	}
	if width := size - number*256; width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	return must(os.ReadFile(filepath.Join(folder, "tile/entries", name)))
}

func entriesOf(folder string, size int64) (entries [][]byte) {
	for number := int64(0); number*256 < size; number++ {
		rest := bundle(folder, number, size)
		for len(rest) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(rest))
			entries = append(entries, rest[2:end])
			rest = rest[end:]
		}
	}
	need(int64(len(entries)) == size, "%d entries and not %d", len(entries), size)
	return
}

func rootOf(entries [][]byte) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return
	})
	for index, entry := range entries {
		stored = append(stored, must(tlog.StoredHashes(int64(index), entry, reader))...)
	}
	return must(tlog.TreeHash(int64(len(entries)), reader))
}

// A receipt shows one entry, which is found by its index.
func shown(text, path string, verifier note.Verifier, entry func(index int64) []byte) {
	head, published, _ := strings.Cut(text, "\n\n")
	lines := linesOf(head)
	need(lines[0] == "c2sp.org/tlog-proof@v1", "%s begins with %q", path, lines[0])
	if strings.HasPrefix(lines[1], "extra ") {
		lines = lines[1:]
	}
	index := must(strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64))
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hashOf(line))
	}
	tree := checkpoint([]byte(published), verifier)
	err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry(index)))
	need(err == nil, "%s: %v", path, err)
}

func receipt(path string, verifier note.Verifier, entries [][]byte) {
	shown(string(must(os.ReadFile(path))), path, verifier, func(index int64) []byte { return entries[index] })
}

func passport(path string, verifier note.Verifier) {
	var document struct {
		Entry []byte
		Proof string
	}
	err := json.Unmarshal(must(os.ReadFile(path)), &document)
	need(err == nil, "%s: %v", path, err)
	shown(document.Proof, path, verifier, func(int64) []byte { return document.Entry })
	fmt.Println("a passport's entry and checkpoint")
}

func older(path string, tree tlog.Tree) {
	lines := linesOf(string(must(os.ReadFile(path))))
	size := must(strconv.ParseInt(filepath.Base(path), 10, 64))
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		proof = append(proof, hashOf(line))
	}
	err := tlog.CheckTree(proof, tree.N, tree.Hash, size, hashOf(lines[0]))
	need(err == nil, "%s: %v", path, err)
}

func main() {
	folder := os.Args[1]
	vkey := bytes.TrimSpace(must(os.ReadFile(filepath.Join(folder, "log.vkey"))))
	verifier := must(note.NewVerifier(string(vkey)))
	if _, err := os.Stat(filepath.Join(folder, "passport.json")); err == nil {
		passport(filepath.Join(folder, "passport.json"), verifier)
		return
	}
	tree := checkpoint(must(os.ReadFile(filepath.Join(folder, "checkpoint"))), verifier)
	entries := entriesOf(folder, tree.N)
	need(rootOf(entries) == tree.Hash, "the entries make another root than the checkpoint has")
	receipts := must(filepath.Glob(filepath.Join(folder, "proofs/*.tlog-proof")))
	for _, path := range receipts {
		receipt(path, verifier, entries)
	}
	beginnings := must(filepath.Glob(filepath.Join(folder, "older/*")))
	for _, path := range beginnings {
		older(path, tree)
	}
	fmt.Printf("%d entries, %d receipts, %d older logs\n", tree.N, len(receipts), len(beginnings))
}
