package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // a scan may be any of these
	_ "image/jpeg"
	_ "image/png"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"emend/pipeline/text"
)

// What is read of a picture at most: bytes of the file, and bytes that it takes decoded.
const (
	maxImageFile    = 128 << 20
	maxImageDecoded = 192 << 20
)

// openScan opens the picture of a page: where the file says, or by that name beside the file, in images or one folder up, or with
// the file's own name. It is looked for below the folder that was named, and what leads out of it, a link too, is not followed.
func openScan(in *input, page text.ScanPage) (*os.File, error) {
	root, err := os.OpenRoot(in.below)
	if err != nil {
		return nil, reason(err)
	}
	defer root.Close()
	dir, err := filepath.Rel(in.below, filepath.Dir(in.path))
	if err != nil {
		return nil, err
	}
	dir = filepath.ToSlash(dir)
	named := strings.ReplaceAll(page.Image, `\`, "/")
	base := path.Base(named)
	names := []string{path.Join(dir, named), path.Join(dir, base), path.Join(dir, "images", base), path.Join(dir, "..", base), path.Join(dir, "..", "images", base)}
	if named == "" {
		base = filepath.Base(in.path)
		names = []string{path.Join(dir, base)}
	}
	for _, extension := range []string{"", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"} {
		for _, name := range names {
			if extension != "" {
				name = strings.TrimSuffix(name, path.Ext(name)) + extension
			}
			if named == "" && extension == "" || !filepath.IsLocal(filepath.FromSlash(name)) {
				continue
			}
			if f, err := openPicture(root, filepath.FromSlash(name)); err == nil {
				return f, nil
			} else if errors.Is(err, errNoPicture) {
				return nil, fmt.Errorf("%s: %w", path.Base(name), err)
			}
		}
	}
	if named == "" {
		return nil, errors.New("the file names no picture of this page")
	}
	return nil, fmt.Errorf("%s is not beside the file", base)
}

var errNoPicture = errors.New("too large a file, or none")

func openPicture(root *os.Root, name string) (*os.File, error) {
	if info, err := root.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() { // a pipe would wait
		return nil, fs.ErrNotExist
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxImageFile {
		f.Close()
		return nil, errNoPicture
	}
	return f, nil
}

// scanConfig reads the size of a picture and refuses one that would take too much to decode.
func scanConfig(f io.ReadSeeker) (c image.Config, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("cannot be decoded: %v", e)
		}
	}()
	if _, err = f.Seek(0, io.SeekStart); err != nil {
		return c, err
	}
	c, _, err = image.DecodeConfig(f)
	if errors.Is(err, image.ErrFormat) {
		return c, errors.New("no PNG, JPEG, GIF, TIFF, WebP or BMP; another kind cannot be shown")
	}
	if err != nil {
		return c, fmt.Errorf("cannot be decoded: %v", err)
	}
	each := int64(4)
	switch c.ColorModel {
	case color.GrayModel:
		each = 1
	case color.YCbCrModel, color.Gray16Model:
		each = 3
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	}
	if _, palette := c.ColorModel.(color.Palette); palette {
		each = 1
	}
	if c.Width <= 0 || c.Height <= 0 || int64(c.Width) > maxImageDecoded/int64(c.Height)/each {
		return c, fmt.Errorf("%d by %d pixels are too many", c.Width, c.Height)
	}
	return c, nil
}

// An imageShelf holds the picture that was decoded last: findings of a page follow each other. One is decoded at a time.
type imageShelf struct {
	mu   sync.Mutex
	path string
	info os.FileInfo
	img  image.Image
}

func (s *imageShelf) decode(f *os.File) (img image.Image, err error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if s.img != nil && s.path == f.Name() && os.SameFile(s.info, info) && s.info.ModTime().Equal(info.ModTime()) && s.info.Size() == info.Size() {
		return s.img, nil
	}
	s.img = nil
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("cannot be decoded: %v", e)
		}
	}()
	if _, err := scanConfig(f); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if img, _, err = image.Decode(f); err != nil {
		return nil, fmt.Errorf("cannot be decoded: %v", err)
	}
	s.path, s.info, s.img = f.Name(), info, img
	return img, nil
}

// sendPicture sends a part of a picture, no wider or higher than that, encoded anew: no byte of the file itself gets out.
func sendPicture(rw http.ResponseWriter, img image.Image, part image.Rectangle, most int, encode func(io.Writer, image.Image) error) {
	if part.Empty() {
		http.Error(rw, "outside the page", http.StatusNotFound)
		return
	}
	scale := min(1, float64(most)/float64(part.Dx()), float64(2*most)/float64(part.Dy()))
	to := image.Rect(0, 0, max(int(float64(part.Dx())*scale), 1), max(int(float64(part.Dy())*scale), 1))
	small := image.NewRGBA(to)
	draw.ApproxBiLinear.Scale(small, to, img, part, draw.Src, nil)
	var buf bytes.Buffer
	if err := encode(&buf, small); err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", http.DetectContentType(buf.Bytes()))
	rw.Write(buf.Bytes())
}
