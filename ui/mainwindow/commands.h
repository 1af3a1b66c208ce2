#pragma once

#include <QAction>
#include <QObject>

#include <functional>
#include <map>
#include <set>
#include <span>

class QMenu;
class QMenuBar;

namespace partita::ui {

/// Everything a person can tell the window to do; what belongs to the roll alone is in its own table (roll_commands.h).
/// One row of the table in commands.cpp each.
enum class Command {
    kNew, kOpen, kSave, kSaveAs, kExportSong, kExportSelection, kExportAudio, kImportReport, kSettings, kQuit,
    kUndo, kRedo, kAddTrack, kRenameTrack, kRemoveTrack,
    kCompose, kTrain, kMorph, kShowTracks, kShowInspector, kShowTray, kFullScreen, kLookSystem, kLookDark, kLookLight,
    kRegenerate, kContinue, kWriteNew, kMoreTakes, kHearTake, kHearSong, kAccept, kDiscard, kStopGenerating, kEditChords, kFindChords, kAddModel, kHowGood,
    kGroove, kUseBars, kHearWay, kInsertBetween, kInsertStrip, kOfferTake,
    kChooseData, kStartRun, kContinueRun, kPauseRun, kStopRun, kUseRun,
    kPlay, kPlayLoop, kStop, kToStart, kLoop, kLoopSelection, kClick, kFollow, kPanic,
    kShortcuts, kOpenDemo, kAbout,
};

/// The menus of the bar, from left to right.
enum class MenuId { kFile, kEdit, kView, kGenerate, kTrain, kTransport, kHelp };

/// One row: where the command stands and how it is called. Texts are translated when the actions are made.
struct CommandRow {
    Command command;
    MenuId menu;
    int group; ///< a line is drawn in the menu where this number changes
    const char* text;
    const char* shortcuts; ///< separated by spaces; the first is the one shown
    const char* icon;      ///< name, or nullptr
    bool checkable;
    const char* tip; ///< one sentence
};

std::span<const CommandRow> commandTable();
QString menuTitle(MenuId menu);
/// A menu's text as it stands elsewhere: "Save" of "&Save", "저장" of "저장(&S)".
QString withoutLetter(QString text);

/// The table as QActions. An action without a handler does not exist for the user: `bind` every one.
class Commands : public QObject {
    Q_OBJECT

public:
    explicit Commands(QObject* parent = nullptr);

    QAction* operator[](Command command) const { return m_actions.at(command); }

    void bind(Command command, std::function<void()> handler);
    void bindToggle(Command command, std::function<void(bool)> handler);
    bool isBound(Command command) const { return m_bound.contains(command); }

    /// Another text for the same command, e.g. with the bars it would work on.
    void rename(Command command, const QString& text);
    /// Enabled where `reason` is empty; else disabled, and the tool tip says why.
    void allow(Command command, const QString& reason);

    /// Adds the menus in the table's order. `beforeGroup` may put something more into a menu before a group of it begins.
    void fill(QMenuBar* bar, const std::function<void(QMenu*, MenuId, int group)>& beforeGroup);

private:
    std::map<Command, QAction*> m_actions;
    std::set<Command> m_bound;
};

} // namespace partita::ui
