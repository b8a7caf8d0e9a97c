package main

func markedUp(src []byte) (any, bool) { return nil, false }

func (s *session) markedTexts(name string, src []byte, marked any, args []string, a *applying) ([]*emended, []error) {
	return nil, nil
}
