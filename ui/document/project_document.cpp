#include "ui/document/project_document.h"

#include "engine/core/paths.h"
#include "engine/project/project_file.h"
#include "ui/bridge/conversions.h"
#include "ui/document/autosave_timer.h"
#include "ui/document/change_command.h"

namespace partita::ui {

ProjectDocument::ProjectDocument(QObject* parent) : ProjectDocument(paths::userState() / "autosave", parent) {}

ProjectDocument::ProjectDocument(std::filesystem::path autosaveFolder, QObject* parent)
    : QObject(parent), m_document(project::newDocument()), m_tempoMap(project::tempoMap(m_document)), m_meterMap(project::meterMap(m_document))
{
    m_autosave = std::make_unique<AutosaveTimer>(std::move(autosaveFolder), [this] {
        return AutosaveTimer::Work{m_document, {displayName().toStdString(), m_origin.projectFile}};
    });
    connect(m_autosave.get(), &AutosaveTimer::saved, this, &ProjectDocument::forgetRecovered);
    connect(m_autosave.get(), &AutosaveTimer::failed, this, &ProjectDocument::autosaveFailed);
    connect(&m_undo, &QUndoStack::cleanChanged, this, &ProjectDocument::updateDirty);
    for (const JobRunner* runner : {&m_opening, &m_saving, &m_exporting})
        connect(runner, &JobRunner::runningChanged, this, [this] { Q_EMIT busyChanged(isBusy()); });
}

ProjectDocument::~ProjectDocument()
{
    m_undo.disconnect(this); // it empties itself when most of this is gone
}

std::vector<project::NoteId> ProjectDocument::perform(EditKind kind, project::Change change, Merging merging)
{
    if (change.isEmpty())
        return {};
    std::vector<project::NoteId> added = project::newNotes(change);
    m_undo.push(new ChangeCommand(*this, kind, std::move(change), merging));
    return added;
}

void ProjectDocument::carryOut(const project::Change& change, const project::Extent& extent)
{
    project::apply(m_document, change);
    ++m_revision;
    if (extent.time) {
        m_tempoMap = project::tempoMap(m_document);
        m_meterMap = project::meterMap(m_document);
    }
    m_autosave->edited();

    if (extent.tracks)
        Q_EMIT tracksChanged();
    if (extent.time)
        Q_EMIT timeChanged();
    for (const project::Extent::Notes& notes : extent.notes)
        Q_EMIT notesChanged(notes.track, notes.start, notes.end);
    if (extent.chords)
        Q_EMIT chordsChanged();
    if (extent.loop)
        Q_EMIT loopChanged();
    if (extent.takes)
        Q_EMIT takesChanged();
    Q_EMIT changed();
}

void ProjectDocument::replace(project::Document document, Origin origin)
{
    m_document = std::move(document);
    m_tempoMap = project::tempoMap(m_document);
    m_meterMap = project::meterMap(m_document);
    m_origin = std::move(origin);
    m_recovered.reset();
    ++m_revision;
    ++m_replacements;
    m_undo.clear();
    m_autosave->settled();
    Q_EMIT documentReplaced();
    Q_EMIT changed();
    Q_EMIT fileChanged();
    updateDirty();
}

void ProjectDocument::open(const std::filesystem::path& path, std::optional<std::size_t> tune)
{
    m_opening.run([path, tune](std::stop_token) { return project::openFile(path, tune.value_or(0)); },
        [this, path, tune](Result<project::Opened> result) {
            if (!result) {
                Q_EMIT openFailed(toQString(result.error().message));
                return;
            }
            if (result->tunes.size() > 1 && !tune) {
                QStringList titles;
                for (const std::string& title : result->tunes)
                    titles << toQString(title);
                Q_EMIT tunesFound(path, titles);
                return;
            }
            const bool isProject = !result->report;
            replace(std::move(result->document),
                {.sourceFile = path, .projectFile = isProject ? path : std::filesystem::path(), .name = {}, .importReport = std::move(result->report)});
            Q_EMIT opened();
        });
}

void ProjectDocument::recover(const project::Recoverable& autosave)
{
    m_opening.run([file = autosave.file](std::stop_token) { return project::loadProject(file); },
        [this, autosave](Result<project::Document> result) {
            if (!result) {
                Q_EMIT openFailed(toQString(result.error().message));
                return;
            }
            replace(std::move(*result),
                {.sourceFile = autosave.info.projectFile, .projectFile = autosave.info.projectFile, .name = toQString(autosave.info.name), .unsaved = true});
            m_recovered = autosave;
            m_autosave->saveNow();
            Q_EMIT opened();
        });
}

void ProjectDocument::openNew()
{
    m_opening.stop();
    replace(project::newDocument(), {});
}

void ProjectDocument::adopt(project::Document document, const QString& name)
{
    m_opening.stop();
    replace(std::move(document), {.name = name, .unsaved = true});
    m_autosave->edited();
}

void ProjectDocument::save()
{
    if (hasProjectFile())
        saveAs(m_origin.projectFile);
}

void ProjectDocument::saveAs(const std::filesystem::path& path)
{
    m_saving.run([document = m_document, path](std::stop_token) { return project::saveProject(document, path); },
        [this, path, revision = m_revision, replacements = m_replacements](const Result<void>& result) {
            if (!result) {
                Q_EMIT saveFailed(toQString(result.error().message));
                return;
            }
            if (m_replacements == replacements)
                markSaved(path, revision);
            Q_EMIT saved();
        });
}

void ProjectDocument::markSaved(const std::filesystem::path& path, quint64 revision)
{
    m_origin.sourceFile = m_origin.projectFile = path;
    m_origin.unsaved = false;
    forgetRecovered();
    if (m_revision == revision) {
        m_undo.setClean();
        m_autosave->settled();
    } else {
        m_undo.resetClean(); // edited meanwhile
    }
    Q_EMIT fileChanged();
    updateDirty();
}

void ProjectDocument::exportMidi(const std::filesystem::path& path) { writeMidi(path, m_document); }

void ProjectDocument::exportMidi(const std::filesystem::path& path, const std::vector<project::NoteId>& notes)
{
    writeMidi(path, project::onlyNotes(m_document, notes));
}

void ProjectDocument::writeMidi(const std::filesystem::path& path, project::Document document)
{
    m_exporting.run([path, document = std::move(document)](std::stop_token) { return project::exportMidi(document, path); },
        [this, path](const Result<void>& result) {
            if (result)
                Q_EMIT exported(path);
            else
                Q_EMIT exportFailed(toQString(result.error().message));
        });
}

QString ProjectDocument::displayName() const
{
    for (const std::filesystem::path& file : {m_origin.projectFile, m_origin.sourceFile})
        if (!file.empty())
            return fromPath(file.stem());
    return m_origin.name.isEmpty() ? tr("Untitled") : m_origin.name;
}

void ProjectDocument::updateDirty()
{
    if (std::exchange(m_wasDirty, isDirty()) != isDirty())
        Q_EMIT dirtyChanged(isDirty());
}

void ProjectDocument::forgetRecovered()
{
    if (m_recovered)
        project::discard(*std::exchange(m_recovered, std::nullopt));
}

} // namespace partita::ui
