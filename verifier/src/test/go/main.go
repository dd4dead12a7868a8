// Checks a copy of a log with Go's own packages for transparency logs, and with nothing of ours: the signatures of two
// checkpoints, that the later log begins with the earlier one, that the entries are those of the tiles, and a proof.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// The paths of tlog-tiles have no height, which is always 8.
func path(folder string, tile tlog.Tile) string {
	return filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}

type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		content, err := os.ReadFile(path(t.folder, tile))
		if err != nil {
			return nil, err
		}
		read = append(read, content)
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func open(text []byte, verifiers note.Verifiers) tlog.Tree {
	signed, err := note.Open(text, verifiers)
	check(err)
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: hash}
}

func main() {
	folder := os.Args[1]
	key, err := os.ReadFile(filepath.Join(folder, "key"))
	check(err)
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	check(err)
	verifiers := note.VerifierList(verifier)
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(folder, name))
		check(err)
		return content
	}
	older, newer := open(read("older"), verifiers), open(read("checkpoint"), verifiers)
	hashes := tlog.TileHashReader(newer, tiles{folder})

	tree, err := tlog.ProveTree(newer.N, older.N, hashes)
	check(err)
	check(tlog.CheckTree(tree, newer.N, newer.Hash, older.N, older.Hash))

	for from := int64(0); from < newer.N; from += 256 {
		width := newer.N - from
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: 0, N: from / 256, W: int(width)}
		bundle, err := os.ReadFile(strings.Replace(path(folder, tile), "tile/0/", "tile/entries/", 1))
		check(err)
		for i := from; i < from+width; i++ {
			length := binary.BigEndian.Uint16(bundle)
			stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
			check(err)
			if stored[0] != tlog.RecordHash(bundle[2:2+length]) {
				check(fmt.Errorf("entry %d is another one", i))
			}
			bundle = bundle[2+length:]
		}
	}

	head, checkpoint, _ := strings.Cut(string(read("proof")), "\n\n")
	proved := open([]byte(checkpoint), verifiers)
	lines := strings.Split(head, "\n")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	check(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		check(err)
		proof = append(proof, hash)
	}
	check(tlog.CheckRecord(proof, proved.N, proved.Hash, index, tlog.RecordHash(entry)))
	fmt.Println("fits")
}
