#!/usr/bin/env python3
"""Writes the MIDI files of this folder: valid/NAME.mid and invalid/REASON/NAME.mid, REASON being a defect's name.

The expectations beside them (NAME.txt) come from tst_midi_corpus and are read by a person before they are kept.
"""
from pathlib import Path
from struct import pack

HERE = Path(__file__).parent
END = bytes.fromhex("00 ff 2f 00")
TEMPO = bytes.fromhex("00 ff 51 03 07 a1 20")
NOTE = bytes.fromhex("00 90 3c 64 60 80 3c 40")  # a quarter of middle C at 96 ticks a quarter


def chunk(name, content, length=None):
    return name + pack(">I", len(content) if length is None else length) + content


def header(format=0, tracks=1, division=96, length=6):
    return b"MThd" + pack(">IHHH", length, format, tracks, division)


def track(*events, length=None):
    return chunk(b"MTrk", b"".join(bytes.fromhex(e) if isinstance(e, str) else e for e in events), length)


def save(folder, name, *parts):
    path = HERE / folder / (name + ".mid")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(parts))


def valid(name, *parts):
    save("valid", name, *parts)


def invalid(reason, name, *parts):
    save(Path("invalid") / reason, name, *parts)


SONG = track(TEMPO, NOTE, END)

valid("format-0", header(), SONG)
valid("format-1", header(1, 3), track(TEMPO, END), track("00 ff 03 05 50 69 61 6e 6f", NOTE, END), track("00 99 24 7f 30 99 24 00", END))
valid("format-2", header(2, 2), SONG, track("00 91 40 50 30 81 40 00", END))
valid("no-notes", header(1, 1), track(END))
valid("running-status", header(), track("00 90 3c 64 00 40 64 60 3c 00 00 40 00", "00 b0 40 7f 10 40 00", "00 c0 05 01 06", END))
valid("every-channel-message", header(), track("00 8f 3c 40", "00 9f 3c 40", "00 af 3c 11", "00 bf 07 64", "00 cf 0b", "00 df 22", "00 ef 00 40", END))
valid("sysex-continued", header(), track("00 f0 03 43 12 00", "08 f7 02 43 12", "08 f7 02 00 f7", "00 f0 05 7e 7f 09 01 f7", NOTE, END))
valid("sysex-escape", header(), track("00 f7 02 f3 01", "00 f7 00", NOTE, END))
valid("every-meta-event", header(), track(
    "00 ff 00 02 00 01", *("00 ff %02x 02 41 %02x" % (t, 0x40 + t) for t in range(1, 10)),
    "00 ff 20 01 00", "00 ff 21 01 00", "00 ff 51 03 07 a1 20", "00 ff 54 05 60 00 00 00 00", "00 ff 58 04 06 03 24 08",
    "00 ff 59 02 fd 01", "00 ff 7f 03 00 20 29", "00 ff 60 01 00", END))
valid("empty-texts", header(), track("00 ff 01 00", "00 ff 05 00", "00 ff 03 00", END))
valid("long-text", header(), track("00 ff 01 81 00" + " 78" * 128, END))
valid("smpte-division", header(division=0xE728), track("00 90 3c 64 87 68 80 3c 40", END))
valid("longest-delta", header(), track("ff ff ff 7f 90 3c 64 ff ff ff 7f 80 3c 40", END))
valid("longer-header", header(length=8) + b"\0\1", SONG)
valid("key-signatures", header(), track("00 ff 59 02 f9 00", "00 ff 59 02 07 01", END))
valid("note-off-closes-two", header(), track("00 90 3c 64 30 90 3c 50 30 80 3c 40", END))

invalid("not-midi", "empty")
invalid("not-midi", "one-byte", b"M")
invalid("not-midi", "text", b"This is a letter, not music.\n")
invalid("not-midi", "sound", b"RIFF" + pack("<I", 36) + b"WAVEfmt " + pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + pack("<I", 0))
invalid("not-midi", "half-a-header", header()[:11])
invalid("no-tracks", "header-only", header(0, 0))
invalid("no-tracks", "cut-after-header", header(1, 4))
invalid("riff-wrapped", "rmid", b"RIFF" + pack("<I", 4 + 8 + 14 + len(SONG)) + b"RMIDdata" + pack("<I", 14 + len(SONG)), header(), SONG)
invalid("riff-wrapped", "rmid-with-info", b"RIFF" + pack("<I", 62 + len(SONG)) + b"RMIDdata" + pack("<I", 14 + len(SONG)), header(), SONG, b"LIST" + pack("<I", 4) + b"INFO")
invalid("leading-bytes", "mac-binary", bytes(128), header(), SONG)
invalid("header-name", "one-letter-wrong", b"MT0d" + header()[4:], SONG)
invalid("header-length", "too-large", header(length=22), SONG)
invalid("header-length", "too-small", header(length=2), SONG)
invalid("unknown-format", "format-3", header(3), SONG)
invalid("format-zero-with-tracks", "two", header(0, 2), SONG, track(NOTE, END))
invalid("division-zero", "zero", header(division=0), SONG)
invalid("fewer-tracks-than-announced", "one-of-two", header(1, 2), SONG)
invalid("more-tracks-than-announced", "two-of-one", header(1, 1), SONG, track(NOTE, END))
invalid("foreign-chunk", "before-the-track", header(), chunk(b"XFIH", b"abc"), SONG)
invalid("garbage-between-chunks", "zeros", header(1, 2), SONG, bytes(5), track(NOTE, END))
invalid("second-file", "twice", header(), SONG, header(), SONG)
invalid("after-last-track", "padding", header(), SONG, bytes(3))
invalid("after-last-track", "chunk", header(), SONG, chunk(b"XFKM", b"karaoke"))
invalid("track-length", "beyond-the-file", header(), track(TEMPO, NOTE, END, length=5000))
invalid("track-length", "too-small", header(1, 2), track(TEMPO, NOTE, END, length=9), track(NOTE, END))
invalid("track-length", "swallows-the-next", header(1, 2), track(TEMPO, NOTE, END, length=19 + 8 + 12), track(NOTE, END))
invalid("track-length", "last-byte-missing", header(), track(TEMPO, NOTE, END)[:-1])
invalid("track-cut-off", "in-an-event", header(), track(TEMPO, NOTE, END)[:-6])
invalid("track-cut-off", "between-events", header(), track(TEMPO, NOTE, END)[:-4])
invalid("track-cut-off", "in-the-second-track", header(1, 2), SONG, track(NOTE, NOTE, END)[:-9])
invalid("no-end-of-track", "notes-only", header(), track(NOTE))
invalid("events-after-end", "a-note", header(), track(END, NOTE, END))
invalid("bytes-after-end", "rubbish", header(), track(NOTE, END, "00 ff 01 7f"))
invalid("event-cut-off", "text-longer-than-track", header(1, 2), track(NOTE, "00 ff 01 7f 41 42"), track(NOTE, END))
invalid("event-cut-off", "one-data-byte", header(1, 2), track(NOTE, "00 90 3c"), track(NOTE, END))
invalid("no-status", "at-the-start", header(1, 2), track("00 3c 64", END), track(NOTE, END))
invalid("undefined-status", "f4-and-fd", header(), track("10 f4", "10 fd", NOTE, END))
invalid("system-message", "song-position", header(), track("00 f2 10 00", "00 f6", "00 f8", NOTE, END))
invalid("value-above-127", "velocity", header(), track("00 90 3c ff 60 80 3c 40", END))
invalid("value-above-127", "bend", header(), track("00 e0 80 ff", "00 d0 90", NOTE, END))
invalid("number-above-127", "pitch", header(), track("00 90 bc 64 60 80 bc 40", NOTE, END))
invalid("number-above-127", "program", header(), track("00 c0 80", NOTE, END))
invalid("running-status-after-sysex", "note", header(), track("00 90 3c 64", "00 f0 02 7e f7", "60 3c 00", END))
invalid("running-status-after-meta", "note", header(), track("00 90 3c 64", "00 ff 01 01 41", "60 3c 00", END))
invalid("long-number", "padded", header(), track("80 80 80 80 00 90 3c 64", "60 80 3c 40", END))
invalid("number-too-large", "delta", header(1, 2), track(NOTE, "ff ff ff ff ff ff ff 7f 90 3c 64", END), track(NOTE, END))
invalid("number-too-large", "never-ends", header(), track(NOTE, "00 ff 01 ff ff ff ff ff ff ff ff ff 00", END))
invalid("meta-content", "tempo-of-two-bytes", header(), track("00 ff 51 02 07 a1", NOTE, END))
invalid("meta-content", "key-of-mode-255", header(), track("00 ff 59 02 ff ff", NOTE, END))
invalid("meta-content", "meter-of-no-beats", header(), track("00 ff 58 04 00 02 18 08", NOTE, END))
