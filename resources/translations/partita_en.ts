<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>partita::ui::MainWindow</name>
    <message numerus="yes">
        <source>“%1” holds %n tunes. Which one is to be opened?</source>
        <translation><numerusform>“%1” holds %n tune. Open it?</numerusform><numerusform>“%1” holds %n tunes. Which one is to be opened?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>saved %n minute(s) ago</source>
        <translation><numerusform>saved %n minute ago</numerusform><numerusform>saved %n minutes ago</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>saved %n second(s) ago</source>
        <translation><numerusform>saved %n second ago</numerusform><numerusform>saved %n seconds ago</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::PianoRollView</name>
    <message numerus="yes">
        <source>%n notes selected</source>
        <translation><numerusform>%n note selected</numerusform><numerusform>%n notes selected</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n notes; Alt+Right goes from note to note</source>
        <translation><numerusform>%n note; Alt+Right goes from note to note</numerusform><numerusform>%n notes; Alt+Right goes from note to note</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::RollModel</name>
    <message numerus="yes">
        <source>%n whole notes</source>
        <translation><numerusform>%n whole note</numerusform><numerusform>%n whole notes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n ticks</source>
        <translation><numerusform>%n tick</numerusform><numerusform>%n ticks</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::TakeSession</name>
    <message numerus="yes">
        <source>%n takes are the most; accept one or discard them.</source>
        <translation><numerusform>%n take is the most; accept it or discard it.</numerusform><numerusform>%n takes are the most; accept one or discard them.</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::TrackListModel</name>
    <message numerus="yes">
        <source>%n notes</source>
        <translation><numerusform>%n note</numerusform><numerusform>%n notes</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::TrainingPage</name>
    <message numerus="yes">
        <source>%n file(s) of music</source>
        <translation><numerusform>%n file of music</numerusform><numerusform>%n files of music</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of records</source>
        <translation><numerusform>%n file of records</numerusform><numerusform>%n files of records</numerusform></translation>
    </message>
</context>
<context>
    <name>partita::ui::Evaluation</name>
    <message numerus="yes">
        <source>%n file(s) gave nothing that the model reads</source>
        <translation><numerusform>%n file gave nothing that the model reads</numerusform><numerusform>%n files gave nothing that the model reads</numerusform></translation>
    </message>
</context>
</TS>
