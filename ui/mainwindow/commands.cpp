#include "ui/mainwindow/commands.h"

#include "ui/widgets/icon.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace partita::ui {
namespace {

constexpr const char* kContext = "Command";

constexpr CommandRow kTable[] = {
    {Command::kNew, MenuId::kFile, 0, QT_TRANSLATE_NOOP("Command", "&New"), "Ctrl+N", "new", false, QT_TRANSLATE_NOOP("Command", "Starts an empty document.")},
    {Command::kOpen, MenuId::kFile, 0, QT_TRANSLATE_NOOP("Command", "&Open…"), "Ctrl+O", "open", false, QT_TRANSLATE_NOOP("Command", "Opens a Partita document, a MIDI file, MusicXML or ABC.")},
    {Command::kSave, MenuId::kFile, 1, QT_TRANSLATE_NOOP("Command", "&Save"), "Ctrl+S", "save", false, QT_TRANSLATE_NOOP("Command", "Saves the document.")},
    {Command::kSaveAs, MenuId::kFile, 1, QT_TRANSLATE_NOOP("Command", "Save &As…"), "Ctrl+Shift+S", nullptr, false, QT_TRANSLATE_NOOP("Command", "Saves the document under another name.")},
    {Command::kExportSong, MenuId::kFile, 2, QT_TRANSLATE_NOOP("Command", "Export &MIDI…"), "Ctrl+E", "export", false, QT_TRANSLATE_NOOP("Command", "Writes the whole song as a Standard MIDI File.")},
    {Command::kExportSelection, MenuId::kFile, 2, QT_TRANSLATE_NOOP("Command", "Export Se&lection as MIDI…"), "Ctrl+Shift+E", nullptr, false, QT_TRANSLATE_NOOP("Command", "Writes the selected notes as a Standard MIDI File.")},
    {Command::kExportAudio, MenuId::kFile, 2, QT_TRANSLATE_NOOP("Command", "Export &Audio…"), "Ctrl+Alt+E", nullptr, false, QT_TRANSLATE_NOOP("Command", "Renders the song with the chosen SoundFont to a WAV file.")},
    {Command::kImportReport, MenuId::kFile, 3, QT_TRANSLATE_NOOP("Command", "Import &Report…"), nullptr, "info", false, QT_TRANSLATE_NOOP("Command", "Tells what was mended or left out when this file was opened.")},
    {Command::kSettings, MenuId::kFile, 3, QT_TRANSLATE_NOOP("Command", "Se&ttings…"), "Ctrl+,", "settings", false, QT_TRANSLATE_NOOP("Command", "Sound, MIDI, looks and language.")},
    {Command::kQuit, MenuId::kFile, 4, QT_TRANSLATE_NOOP("Command", "&Quit"), "Ctrl+Q", nullptr, false, QT_TRANSLATE_NOOP("Command", "Closes Partita.")},

    {Command::kUndo, MenuId::kEdit, 0, QT_TRANSLATE_NOOP("Command", "&Undo"), "Ctrl+Z", "undo", false, QT_TRANSLATE_NOOP("Command", "Takes the last edit back.")},
    {Command::kRedo, MenuId::kEdit, 0, QT_TRANSLATE_NOOP("Command", "&Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", false, QT_TRANSLATE_NOOP("Command", "Does again what was taken back.")},
    {Command::kAddTrack, MenuId::kEdit, 1, QT_TRANSLATE_NOOP("Command", "Add &Track"), "Ctrl+T", "add", false, QT_TRANSLATE_NOOP("Command", "Adds a track on a free channel.")},
    {Command::kRenameTrack, MenuId::kEdit, 1, QT_TRANSLATE_NOOP("Command", "Rena&me Track"), "F2", nullptr, false, QT_TRANSLATE_NOOP("Command", "Gives the track another name.")},
    {Command::kRemoveTrack, MenuId::kEdit, 1, QT_TRANSLATE_NOOP("Command", "Remo&ve Track"), nullptr, "remove", false, QT_TRANSLATE_NOOP("Command", "Removes the track and its notes.")},

    {Command::kCompose, MenuId::kView, 0, QT_TRANSLATE_NOOP("Command", "&Compose"), "F5", "compose", true, QT_TRANSLATE_NOOP("Command", "Shows tracks, roll and takes.")},
    {Command::kMorph, MenuId::kView, 0, QT_TRANSLATE_NOOP("Command", "&Morph"), "F6", "morph", true, QT_TRANSLATE_NOOP("Command", "Shows what lies between clips in a model's latent space.")},
    {Command::kTrain, MenuId::kView, 0, QT_TRANSLATE_NOOP("Command", "&Train"), "F7", "train", true, QT_TRANSLATE_NOOP("Command", "Shows training runs and their curves.")},
    {Command::kShowTracks, MenuId::kView, 1, QT_TRANSLATE_NOOP("Command", "Trac&ks"), "Ctrl+1", nullptr, true, QT_TRANSLATE_NOOP("Command", "Shows or hides the track list.")},
    {Command::kShowInspector, MenuId::kView, 1, QT_TRANSLATE_NOOP("Command", "&Generate Panel"), "Ctrl+2", nullptr, true, QT_TRANSLATE_NOOP("Command", "Shows or hides the panel at the right.")},
    {Command::kShowTray, MenuId::kView, 1, QT_TRANSLATE_NOOP("Command", "T&akes"), "Ctrl+3", nullptr, true, QT_TRANSLATE_NOOP("Command", "Shows or hides the takes below the roll.")},
    {Command::kFullScreen, MenuId::kView, 2, QT_TRANSLATE_NOOP("Command", "&Full Screen"), "F11", nullptr, true, QT_TRANSLATE_NOOP("Command", "Gives the whole screen to Partita.")},
    {Command::kLookSystem, MenuId::kView, 3, QT_TRANSLATE_NOOP("Command", "Look: As the S&ystem"), nullptr, "theme", true, QT_TRANSLATE_NOOP("Command", "Light or dark, as the system is.")},
    {Command::kLookDark, MenuId::kView, 3, QT_TRANSLATE_NOOP("Command", "Look: &Dark"), nullptr, nullptr, true, QT_TRANSLATE_NOOP("Command", "Light on dark.")},
    {Command::kLookLight, MenuId::kView, 3, QT_TRANSLATE_NOOP("Command", "Look: &Light"), nullptr, nullptr, true, QT_TRANSLATE_NOOP("Command", "Dark on light.")},

    {Command::kRegenerate, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&Regenerate Bars"), "Ctrl+G", "regenerate", false, QT_TRANSLATE_NOOP("Command", "Writes new takes of the selected bars with the chosen model.")},
    {Command::kContinue, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&Continue"), "Ctrl+Alt+G", "continue", false, QT_TRANSLATE_NOOP("Command", "Goes on behind the selected bars, or behind the track's end.")},
    {Command::kWriteNew, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&New from Nothing"), "Ctrl+Alt+N", "add", false, QT_TRANSLATE_NOOP("Command", "Writes bars without hearing what is there.")},
    {Command::kGroove, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&Groove Bars"), "Ctrl+Shift+B", "groove", false, QT_TRANSLATE_NOOP("Command", "Plays the selected drum bars with the feel of a drummer, as takes.")},
    {Command::kMoreTakes, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&More Like This"), "Ctrl+Shift+G", "more", false, QT_TRANSLATE_NOOP("Command", "Adds further takes with the next seeds.")},
    {Command::kStopGenerating, MenuId::kGenerate, 0, QT_TRANSLATE_NOOP("Command", "&Stop Generating"), "Ctrl+.", "stop", false, QT_TRANSLATE_NOOP("Command", "Stops the takes being written.")},
    {Command::kHearTake, MenuId::kGenerate, 1, QT_TRANSLATE_NOOP("Command", "Hear Ta&ke"), "Ctrl+H", "play", true, QT_TRANSLATE_NOOP("Command", "Plays the chosen take in the song, round and round.")},
    {Command::kHearSong, MenuId::kGenerate, 1, QT_TRANSLATE_NOOP("Command", "H&ear As It Is"), "Ctrl+Shift+H", "play", true, QT_TRANSLATE_NOOP("Command", "Plays the same bars as they stand in the song. What is heard next goes on at the same beat, so that the two compare.")},
    {Command::kAccept, MenuId::kGenerate, 1, QT_TRANSLATE_NOOP("Command", "&Accept Take"), "Ctrl+Return", "accept", false, QT_TRANSLATE_NOOP("Command", "Puts the chosen take into the song, as one step.")},
    {Command::kDiscard, MenuId::kGenerate, 1, QT_TRANSLATE_NOOP("Command", "&Discard Takes"), "Ctrl+Backspace", "discard", false, QT_TRANSLATE_NOOP("Command", "Clears the takes; the song stays as it is.")},
    {Command::kEditChords, MenuId::kGenerate, 2, QT_TRANSLATE_NOOP("Command", "&Write Chords"), "Ctrl+K", "chords", false, QT_TRANSLATE_NOOP("Command", "Opens the chords above the roll, which some models play over.")},
    {Command::kFindChords, MenuId::kGenerate, 2, QT_TRANSLATE_NOOP("Command", "&Find Chords in the Notes"), nullptr, nullptr, false, QT_TRANSLATE_NOOP("Command", "Writes the chords that the notes most likely stand for.")},
    {Command::kAddModel, MenuId::kGenerate, 3, QT_TRANSLATE_NOOP("Command", "Add Mo&del…"), nullptr, "model", false, QT_TRANSLATE_NOOP("Command", "Offers a checkpoint of yours in the list of models.")},
    {Command::kHowGood, MenuId::kGenerate, 3, QT_TRANSLATE_NOOP("Command", "How Goo&d Is It?…"), nullptr, "measure", false, QT_TRANSLATE_NOOP("Command", "Measures the chosen model on a folder of music.")},

    {Command::kUseBars, MenuId::kGenerate, 4, QT_TRANSLATE_NOOP("Command", "&Use Bars in Morph"), "Ctrl+M", "morph", false, QT_TRANSLATE_NOOP("Command", "Takes the selected bars, else the whole track, as the next clip to morph with.")},
    {Command::kHearWay, MenuId::kGenerate, 4, QT_TRANSLATE_NOOP("Command", "&Hear the Way"), "Ctrl+Shift+M", "play", true, QT_TRANSLATE_NOOP("Command", "Plays all in-betweens in a row.")},
    {Command::kInsertBetween, MenuId::kGenerate, 4, QT_TRANSLATE_NOOP("Command", "&Insert In-Between"), "Ctrl+Shift+Return", "accept", false, QT_TRANSLATE_NOOP("Command", "Puts the in-between under the handle into the song, as one step.")},
    {Command::kInsertStrip, MenuId::kGenerate, 4, QT_TRANSLATE_NOOP("Command", "Insert All in a Ro&w"), nullptr, "export", false, QT_TRANSLATE_NOOP("Command", "Puts all in-betweens into the song, one after the other, as one step.")},
    {Command::kOfferTake, MenuId::kGenerate, 4, QT_TRANSLATE_NOOP("Command", "In-Between as &Take"), nullptr, "more", false, QT_TRANSLATE_NOOP("Command", "Lays the in-between among the takes of its track, to be heard in the song first.")},

    {Command::kChooseData, MenuId::kTrain, 0, QT_TRANSLATE_NOOP("Command", "Choose &Folder of Music…"), nullptr, "folder", false, QT_TRANSLATE_NOOP("Command", "Chooses the music to learn from: MIDI, MusicXML, ABC or TFRecord files.")},
    {Command::kStartRun, MenuId::kTrain, 0, QT_TRANSLATE_NOOP("Command", "&Start Training"), nullptr, "play", false, QT_TRANSLATE_NOOP("Command", "Trains a new model on the chosen folder.")},
    {Command::kContinueRun, MenuId::kTrain, 0, QT_TRANSLATE_NOOP("Command", "&Continue This Run"), nullptr, "continue", false, QT_TRANSLATE_NOOP("Command", "Trains the chosen run further, by the number of steps in the form.")},
    {Command::kPauseRun, MenuId::kTrain, 0, QT_TRANSLATE_NOOP("Command", "&Pause Training"), nullptr, "pause", true, QT_TRANSLATE_NOOP("Command", "Leaves the processor free until training goes on.")},
    {Command::kStopRun, MenuId::kTrain, 0, QT_TRANSLATE_NOOP("Command", "S&top Training"), nullptr, "stop", false, QT_TRANSLATE_NOOP("Command", "Ends the run at its next step and keeps its model.")},
    {Command::kUseRun, MenuId::kTrain, 1, QT_TRANSLATE_NOOP("Command", "Compose &with This Run"), nullptr, "compose", false, QT_TRANSLATE_NOOP("Command", "Goes to where the chosen run's model makes music, with that model chosen.")},

    {Command::kPlay, MenuId::kTransport, 0, QT_TRANSLATE_NOOP("Command", "&Play"), "Space", "play", true, QT_TRANSLATE_NOOP("Command", "Plays from the playhead, or pauses.")},
    {Command::kPlayLoop, MenuId::kTransport, 0, QT_TRANSLATE_NOOP("Command", "Play from Loop Start"), "Shift+Space", nullptr, false, QT_TRANSLATE_NOOP("Command", "Plays from where the loop begins.")},
    {Command::kStop, MenuId::kTransport, 0, QT_TRANSLATE_NOOP("Command", "&Stop"), "Ctrl+Space", "stop", false, QT_TRANSLATE_NOOP("Command", "Stops and goes back to where playing began.")},
    {Command::kToStart, MenuId::kTransport, 0, QT_TRANSLATE_NOOP("Command", "To S&tart"), "Home", "to-start", false, QT_TRANSLATE_NOOP("Command", "Puts the playhead at the beginning.")},
    {Command::kLoop, MenuId::kTransport, 1, QT_TRANSLATE_NOOP("Command", "&Loop"), "L", "loop", true, QT_TRANSLATE_NOOP("Command", "Repeats the loop region.")},
    {Command::kLoopSelection, MenuId::kTransport, 1, QT_TRANSLATE_NOOP("Command", "Loop S&election"), "Ctrl+L", nullptr, false, QT_TRANSLATE_NOOP("Command", "Puts the loop around the selected bars or notes.")},
    {Command::kClick, MenuId::kTransport, 2, QT_TRANSLATE_NOOP("Command", "&Metronome"), "K", "metronome", true, QT_TRANSLATE_NOOP("Command", "Clicks on every beat.")},
    {Command::kFollow, MenuId::kTransport, 2, QT_TRANSLATE_NOOP("Command", "&Follow Playhead"), "F", "follow", true, QT_TRANSLATE_NOOP("Command", "Turns the page with the music.")},
    {Command::kPanic, MenuId::kTransport, 2, QT_TRANSLATE_NOOP("Command", "Pani&c"), "Ctrl+Alt+P", "panic", false, QT_TRANSLATE_NOOP("Command", "Silences every note at once.")},

    {Command::kShortcuts, MenuId::kHelp, 0, QT_TRANSLATE_NOOP("Command", "&Keys and Gestures"), "F1 ?", "keyboard", false, QT_TRANSLATE_NOOP("Command", "Lists every key and what the mouse does.")},
    {Command::kOpenDemo, MenuId::kHelp, 0, QT_TRANSLATE_NOOP("Command", "Open the &Demo Tune"), nullptr, "compose", false, QT_TRANSLATE_NOOP("Command", "Opens a short piece to try things on.")},
    {Command::kAbout, MenuId::kHelp, 1, QT_TRANSLATE_NOOP("Command", "&About Partita"), nullptr, "info", false, QT_TRANSLATE_NOOP("Command", "Version, licences and what this computer offers.")},
};

constexpr const char* kMenuTitles[] = {QT_TRANSLATE_NOOP("Command", "&File"), QT_TRANSLATE_NOOP("Command", "&Edit"), QT_TRANSLATE_NOOP("Command", "&View"), QT_TRANSLATE_NOOP("Command", "&Generate"), QT_TRANSLATE_NOOP("Command", "&Train"), QT_TRANSLATE_NOOP("Command", "T&ransport"), QT_TRANSLATE_NOOP("Command", "&Help")};

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

QString withoutLetter(QString text)
{
    static const QRegularExpression letter(QStringLiteral("\\(&.\\)|&"));
    return text.remove(letter);
}

Commands::Commands(QObject* parent) : QObject(parent)
{
    for (const CommandRow& row : kTable) {
        auto* action = new QAction(this);
        QList<QKeySequence> shortcuts;
        for (const QString& keys : QString::fromLatin1(row.shortcuts).split(' ', Qt::SkipEmptyParts))
            shortcuts << QKeySequence(keys, QKeySequence::PortableText);
        action->setShortcuts(shortcuts);
        if (row.icon)
            action->setIcon(icon(QString::fromLatin1(row.icon)));
        action->setIconVisibleInMenu(false);
        action->setCheckable(row.checkable);
        m_actions.emplace(row.command, action);
        rename(row.command, translated(row.text));
        allow(row.command, {});
    }
}

void Commands::rename(Command command, const QString& text)
{
    m_actions.at(command)->setText(text);
    m_actions.at(command)->setIconText(withoutLetter(text)); // which buttons show
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
