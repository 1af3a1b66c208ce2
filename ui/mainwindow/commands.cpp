#include "ui/mainwindow/commands.h"

#include "ui/widgets/icon.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <utility>

namespace partita::ui {
namespace {

constexpr const char* kContext = "partita::ui::Commands";
#define TEXT(text) QT_TRANSLATE_NOOP("partita::ui::Commands", text)

constexpr CommandRow kTable[] = {
    {Command::kNew, MenuId::kFile, 0, TEXT("&New"), "Ctrl+N", "new", false, TEXT("Starts an empty document.")},
    {Command::kOpen, MenuId::kFile, 0, TEXT("&Open…"), "Ctrl+O", "open", false, TEXT("Opens a Partita document or a MIDI file.")},
    {Command::kSave, MenuId::kFile, 1, TEXT("&Save"), "Ctrl+S", "save", false, TEXT("Saves the document.")},
    {Command::kSaveAs, MenuId::kFile, 1, TEXT("Save &As…"), "Ctrl+Shift+S", nullptr, false, TEXT("Saves the document under another name.")},
    {Command::kExportSong, MenuId::kFile, 2, TEXT("Export &MIDI…"), "Ctrl+E", "export", false, TEXT("Writes the whole song as a Standard MIDI File.")},
    {Command::kExportSelection, MenuId::kFile, 2, TEXT("Export Se&lection as MIDI…"), "Ctrl+Shift+E", nullptr, false, TEXT("Writes the selected notes as a Standard MIDI File.")},
    {Command::kExportAudio, MenuId::kFile, 2, TEXT("Export &Audio…"), "Ctrl+Alt+E", nullptr, false, TEXT("Renders the song with the chosen SoundFont to a WAV file.")},
    {Command::kImportReport, MenuId::kFile, 3, TEXT("Import &Report…"), nullptr, "info", false, TEXT("Tells what was mended or left out when this file was opened.")},
    {Command::kSettings, MenuId::kFile, 3, TEXT("Se&ttings…"), "Ctrl+,", "settings", false, TEXT("Sound, MIDI, looks and language.")},
    {Command::kQuit, MenuId::kFile, 4, TEXT("&Quit"), "Ctrl+Q", nullptr, false, TEXT("Closes Partita.")},

    {Command::kUndo, MenuId::kEdit, 0, TEXT("&Undo"), "Ctrl+Z", "undo", false, TEXT("Takes the last edit back.")},
    {Command::kRedo, MenuId::kEdit, 0, TEXT("&Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", false, TEXT("Does again what was taken back.")},
    {Command::kCut, MenuId::kEdit, 1, TEXT("Cu&t"), "Ctrl+X", "cut", false, TEXT("Moves the selected notes to the clipboard.")},
    {Command::kCopy, MenuId::kEdit, 1, TEXT("&Copy"), "Ctrl+C", "copy", false, TEXT("Copies the selected notes to the clipboard.")},
    {Command::kPaste, MenuId::kEdit, 1, TEXT("&Paste"), "Ctrl+V", "paste", false, TEXT("Puts the clipboard's notes at the playhead.")},
    {Command::kDuplicate, MenuId::kEdit, 1, TEXT("&Duplicate"), "Ctrl+D", nullptr, false, TEXT("Repeats the selected notes right after themselves.")},
    {Command::kDelete, MenuId::kEdit, 1, TEXT("De&lete"), "Del Backspace", "erase", false, TEXT("Removes the selected notes.")},
    {Command::kSelectAll, MenuId::kEdit, 2, TEXT("Select &All"), "Ctrl+A", "select", false, TEXT("Selects every note of the track.")},
    {Command::kSelectNone, MenuId::kEdit, 2, TEXT("Select &None"), "Ctrl+Shift+A", nullptr, false, TEXT("Selects nothing.")},
    {Command::kQuantise, MenuId::kEdit, 3, TEXT("&Quantise"), "Q", "quantise", false, TEXT("Moves the selected notes, or all, to the grid.")},
    {Command::kUp, MenuId::kEdit, 3, TEXT("Semitone Up"), "Up", nullptr, false, TEXT("Moves the selected notes a semitone up.")},
    {Command::kDown, MenuId::kEdit, 3, TEXT("Semitone Down"), "Down", nullptr, false, TEXT("Moves the selected notes a semitone down.")},
    {Command::kOctaveUp, MenuId::kEdit, 3, TEXT("Octave Up"), "Shift+Up", nullptr, false, TEXT("Moves the selected notes an octave up.")},
    {Command::kOctaveDown, MenuId::kEdit, 3, TEXT("Octave Down"), "Shift+Down", nullptr, false, TEXT("Moves the selected notes an octave down.")},
    {Command::kAddTrack, MenuId::kEdit, 4, TEXT("Add &Track"), "Ctrl+T", "add", false, TEXT("Adds a track on a free channel.")},
    {Command::kRenameTrack, MenuId::kEdit, 4, TEXT("Rena&me Track"), "F2", nullptr, false, TEXT("Gives the track another name.")},
    {Command::kRemoveTrack, MenuId::kEdit, 4, TEXT("Remo&ve Track"), nullptr, "remove", false, TEXT("Removes the track and its notes.")},

    {Command::kCompose, MenuId::kView, 0, TEXT("&Compose"), "F5", "compose", true, TEXT("Shows tracks, roll and takes.")},
    {Command::kTrain, MenuId::kView, 0, TEXT("&Train"), "F6", "train", true, TEXT("Shows training runs and their curves.")},
    {Command::kShowTracks, MenuId::kView, 1, TEXT("Trac&ks"), "Ctrl+1", nullptr, true, TEXT("Shows or hides the track list.")},
    {Command::kShowInspector, MenuId::kView, 1, TEXT("&Generate Panel"), "Ctrl+2", nullptr, true, TEXT("Shows or hides the panel at the right.")},
    {Command::kShowTray, MenuId::kView, 1, TEXT("T&akes"), "Ctrl+3", nullptr, true, TEXT("Shows or hides the takes below the roll.")},
    {Command::kZoomIn, MenuId::kView, 2, TEXT("Zoom &In"), "Ctrl++ Ctrl+=", "zoom-in", false, TEXT("Shows less time, larger.")},
    {Command::kZoomOut, MenuId::kView, 2, TEXT("Zoom &Out"), "Ctrl+-", "zoom-out", false, TEXT("Shows more time, smaller.")},
    {Command::kZoomFit, MenuId::kView, 2, TEXT("Zoom to &Song"), "Ctrl+0", nullptr, false, TEXT("Shows the whole song.")},
    {Command::kFullScreen, MenuId::kView, 2, TEXT("&Full Screen"), "F11", nullptr, true, TEXT("Gives the whole screen to Partita.")},
    {Command::kLookSystem, MenuId::kView, 3, TEXT("Look: As the S&ystem"), nullptr, "theme", true, TEXT("Light or dark, as the system is.")},
    {Command::kLookLight, MenuId::kView, 3, TEXT("Look: &Light"), nullptr, nullptr, true, TEXT("Dark on light.")},
    {Command::kLookDark, MenuId::kView, 3, TEXT("Look: &Dark"), nullptr, nullptr, true, TEXT("Light on dark.")},

    {Command::kRegenerate, MenuId::kGenerate, 0, TEXT("&Regenerate Bars"), "Ctrl+G", "regenerate", false, TEXT("Writes new takes of the selected bars with the chosen model.")},
    {Command::kMoreTakes, MenuId::kGenerate, 0, TEXT("&More Like This"), "Ctrl+Shift+G", "more", false, TEXT("Adds further takes with the next seeds.")},
    {Command::kStopGenerating, MenuId::kGenerate, 0, TEXT("&Stop Generating"), "Ctrl+.", "stop", false, TEXT("Stops the takes being written.")},
    {Command::kAccept, MenuId::kGenerate, 1, TEXT("&Accept Take"), "Ctrl+Return", "accept", false, TEXT("Puts the chosen take into the song, as one step.")},
    {Command::kDiscard, MenuId::kGenerate, 1, TEXT("&Discard Takes"), "Ctrl+Backspace", "discard", false, TEXT("Clears the takes; the song stays as it is.")},
    {Command::kAddModel, MenuId::kGenerate, 2, TEXT("Add Mo&del…"), nullptr, "model", false, TEXT("Offers a checkpoint of yours in the list of models.")},

    {Command::kChooseData, MenuId::kTrain, 0, TEXT("Choose &Folder of Music…"), nullptr, "folder", false, TEXT("Chooses the MIDI files to learn from.")},
    {Command::kStartRun, MenuId::kTrain, 0, TEXT("&Start Training"), nullptr, "play", false, TEXT("Trains a new model on the chosen folder.")},
    {Command::kPauseRun, MenuId::kTrain, 0, TEXT("&Pause Training"), nullptr, "pause", true, TEXT("Leaves the processor free until training goes on.")},
    {Command::kStopRun, MenuId::kTrain, 0, TEXT("S&top Training"), nullptr, "stop", false, TEXT("Ends the run at its next step and keeps its model.")},

    {Command::kPlay, MenuId::kTransport, 0, TEXT("&Play"), "Space", "play", true, TEXT("Plays from the playhead, or pauses.")},
    {Command::kStop, MenuId::kTransport, 0, TEXT("&Stop"), "Shift+Space", "stop", false, TEXT("Stops and goes back to where playing began.")},
    {Command::kToStart, MenuId::kTransport, 0, TEXT("To S&tart"), "Home", "to-start", false, TEXT("Puts the playhead at the beginning.")},
    {Command::kLoop, MenuId::kTransport, 1, TEXT("&Loop"), "L", "loop", true, TEXT("Repeats the loop region.")},
    {Command::kLoopSelection, MenuId::kTransport, 1, TEXT("Loop S&election"), "Ctrl+L", nullptr, false, TEXT("Puts the loop around the selected bars or notes.")},
    {Command::kClick, MenuId::kTransport, 2, TEXT("&Metronome"), "K", "metronome", true, TEXT("Clicks on every beat.")},
    {Command::kFollow, MenuId::kTransport, 2, TEXT("&Follow Playhead"), "F", "follow", true, TEXT("Turns the page with the music.")},
    {Command::kPanic, MenuId::kTransport, 2, TEXT("Pani&c"), "Ctrl+Alt+P", "panic", false, TEXT("Silences every note at once.")},

    {Command::kShortcuts, MenuId::kHelp, 0, TEXT("&Keys and Gestures"), "F1 ?", "keyboard", false, TEXT("Lists every key and what the mouse does.")},
    {Command::kAbout, MenuId::kHelp, 0, TEXT("&About Partita"), nullptr, "info", false, TEXT("Version, licences and what this computer offers.")},
};

constexpr const char* kMenuTitles[] = {TEXT("&File"), TEXT("&Edit"), TEXT("&View"), TEXT("&Generate"), TEXT("&Train"), TEXT("T&ransport"), TEXT("&Help")};
#undef TEXT

QString translated(const char* text)
{
    return QCoreApplication::translate(kContext, text);
}

const CommandRow& row(Command command)
{
    return *std::ranges::find(kTable, command, &CommandRow::command);
}

} // namespace

std::span<const CommandRow> commandTable()
{
    return kTable;
}

QString menuTitle(MenuId menu)
{
    return translated(kMenuTitles[static_cast<int>(menu)]);
}

Commands::Commands(QObject* parent) : QObject(parent)
{
    for (const CommandRow& row : kTable) {
        auto* action = new QAction(translated(row.text), this);
        QList<QKeySequence> shortcuts;
        for (const QString& keys : QString::fromLatin1(row.shortcuts).split(' ', Qt::SkipEmptyParts))
            shortcuts << QKeySequence(keys, QKeySequence::PortableText);
        action->setShortcuts(shortcuts);
        if (row.icon)
            action->setIcon(icon(QString::fromLatin1(row.icon)));
        action->setIconVisibleInMenu(false);
        action->setCheckable(row.checkable);
        m_actions.emplace(row.command, action);
        allow(row.command, {});
    }
}

void Commands::bind(Command command, std::function<void()> handler)
{
    bindToggle(command, [handler = std::move(handler)](bool) { handler(); });
}

void Commands::bindToggle(Command command, std::function<void(bool)> handler)
{
    connect(m_actions.at(command), &QAction::triggered, this, std::move(handler));
    m_bound.insert(command);
}

void Commands::allow(Command command, const QString& reason)
{
    QAction* action = m_actions.at(command);
    const QString sentence = reason.isEmpty() ? translated(row(command).tip) : reason;
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setEnabled(reason.isEmpty());
    action->setToolTip(keys.isEmpty() ? sentence : QStringLiteral("%1 (%2)").arg(sentence, keys));
    action->setStatusTip(sentence);
}

void Commands::fill(QMenuBar* bar, const std::function<void(QMenu*, MenuId, int)>& beforeGroup)
{
    std::map<MenuId, QMenu*> menus;
    std::map<MenuId, int> groups;
    for (const CommandRow& row : kTable) {
        QMenu*& menu = menus[row.menu];
        if (!menu) {
            menu = bar->addMenu(menuTitle(row.menu));
            menu->setToolTipsVisible(true);
            groups[row.menu] = row.group;
        }
        if (std::exchange(groups[row.menu], row.group) != row.group) {
            beforeGroup(menu, row.menu, row.group);
            menu->addSeparator();
        }
        menu->addAction(m_actions.at(row.command));
    }
}

} // namespace partita::ui
