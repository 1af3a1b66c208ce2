<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>Command</name>
    <message>
        <source>&amp;New</source>
        <translation>새로 만들기(&amp;N)</translation>
    </message>
    <message>
        <source>Starts an empty document.</source>
        <translation>빈 문서를 시작합니다.</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>저장(&amp;S)</translation>
    </message>
    <message>
        <source>Saves the document.</source>
        <translation>문서를 저장합니다.</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>다른 이름으로 저장(&amp;A)…</translation>
    </message>
    <message>
        <source>Saves the document under another name.</source>
        <translation>문서를 다른 이름으로 저장합니다.</translation>
    </message>
    <message>
        <source>Export &amp;MIDI…</source>
        <translation>&amp;MIDI 내보내기…</translation>
    </message>
    <message>
        <source>Writes the whole song as a Standard MIDI File.</source>
        <translation>곡 전체를 표준 MIDI 파일로 씁니다.</translation>
    </message>
    <message>
        <source>Export Se&amp;lection as MIDI…</source>
        <translation>선택 부분을 MIDI로 내보내기(&amp;L)…</translation>
    </message>
    <message>
        <source>Writes the selected notes as a Standard MIDI File.</source>
        <translation>선택한 음표를 표준 MIDI 파일로 씁니다.</translation>
    </message>
    <message>
        <source>Export &amp;Audio…</source>
        <translation>오디오 내보내기(&amp;A)…</translation>
    </message>
    <message>
        <source>Renders the song with the chosen SoundFont to a WAV file.</source>
        <translation>고른 사운드폰트로 곡을 WAV 파일로 만듭니다.</translation>
    </message>
    <message>
        <source>Import &amp;Report…</source>
        <translation>가져오기 보고서(&amp;R)…</translation>
    </message>
    <message>
        <source>Tells what was mended or left out when this file was opened.</source>
        <translation>이 파일을 열며 고치거나 뺀 것을 알려 줍니다.</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>설정(&amp;T)…</translation>
    </message>
    <message>
        <source>Sound, MIDI, looks and language.</source>
        <translation>소리, MIDI, 모양, 언어.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>Closes Partita.</source>
        <translation>Partita를 닫습니다.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>Takes the last edit back.</source>
        <translation>마지막 편집을 되돌립니다.</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Does again what was taken back.</source>
        <translation>되돌린 것을 다시 합니다.</translation>
    </message>
    <message>
        <source>Add &amp;Track</source>
        <translation>트랙 추가(&amp;T)</translation>
    </message>
    <message>
        <source>Adds a track on a free channel.</source>
        <translation>빈 채널에 트랙을 더합니다.</translation>
    </message>
    <message>
        <source>Rena&amp;me Track</source>
        <translation>트랙 이름 바꾸기(&amp;M)</translation>
    </message>
    <message>
        <source>Gives the track another name.</source>
        <translation>트랙에 다른 이름을 줍니다.</translation>
    </message>
    <message>
        <source>Remo&amp;ve Track</source>
        <translation>트랙 삭제(&amp;V)</translation>
    </message>
    <message>
        <source>Removes the track and its notes.</source>
        <translation>트랙과 그 음표를 지웁니다.</translation>
    </message>
    <message>
        <source>&amp;Compose</source>
        <translation>작곡(&amp;C)</translation>
    </message>
    <message>
        <source>Shows tracks, roll and takes.</source>
        <translation>트랙, 롤, 테이크를 보여 줍니다.</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>훈련(&amp;T)</translation>
    </message>
    <message>
        <source>Shows training runs and their curves.</source>
        <translation>훈련과 그 곡선을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Trac&amp;ks</source>
        <translation>트랙(&amp;K)</translation>
    </message>
    <message>
        <source>Shows or hides the track list.</source>
        <translation>트랙 목록을 보이거나 숨깁니다.</translation>
    </message>
    <message>
        <source>&amp;Generate Panel</source>
        <translation>생성 패널(&amp;G)</translation>
    </message>
    <message>
        <source>Shows or hides the panel at the right.</source>
        <translation>오른쪽 패널을 보이거나 숨깁니다.</translation>
    </message>
    <message>
        <source>T&amp;akes</source>
        <translation>테이크(&amp;A)</translation>
    </message>
    <message>
        <source>Shows or hides the takes below the roll.</source>
        <translation>롤 아래의 테이크를 보이거나 숨깁니다.</translation>
    </message>
    <message>
        <source>&amp;Full Screen</source>
        <translation>전체 화면(&amp;F)</translation>
    </message>
    <message>
        <source>Gives the whole screen to Partita.</source>
        <translation>화면 전체를 Partita에 씁니다.</translation>
    </message>
    <message>
        <source>Look: As the S&amp;ystem</source>
        <translation>테마: 시스템 설정대로(&amp;Y)</translation>
    </message>
    <message>
        <source>Light or dark, as the system is.</source>
        <translation>시스템에 따라 밝거나 어둡게.</translation>
    </message>
    <message>
        <source>Look: &amp;Dark</source>
        <translation>테마: 어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>Light on dark.</source>
        <translation>어두운 바탕에 밝은 글자.</translation>
    </message>
    <message>
        <source>Look: &amp;Light</source>
        <translation>테마: 밝게(&amp;L)</translation>
    </message>
    <message>
        <source>Dark on light.</source>
        <translation>밝은 바탕에 어두운 글자.</translation>
    </message>
    <message>
        <source>&amp;Regenerate Bars</source>
        <translation>마디 다시 쓰기(&amp;R)</translation>
    </message>
    <message>
        <source>Writes new takes of the selected bars with the chosen model.</source>
        <translation>고른 모델로 선택한 마디의 새 테이크를 만듭니다.</translation>
    </message>
    <message>
        <source>&amp;More Like This</source>
        <translation>비슷하게 더(&amp;M)</translation>
    </message>
    <message>
        <source>Adds further takes with the next seeds.</source>
        <translation>다음 시드로 테이크를 더 만듭니다.</translation>
    </message>
    <message>
        <source>&amp;Stop Generating</source>
        <translation>생성 멈춤(&amp;S)</translation>
    </message>
    <message>
        <source>Stops the takes being written.</source>
        <translation>만들고 있는 테이크를 멈춥니다.</translation>
    </message>
    <message>
        <source>&amp;Accept Take</source>
        <translation>테이크 채택(&amp;A)</translation>
    </message>
    <message>
        <source>Puts the chosen take into the song, as one step.</source>
        <translation>고른 테이크를 한 단계로 곡에 넣습니다.</translation>
    </message>
    <message>
        <source>&amp;Discard Takes</source>
        <translation>테이크 버리기(&amp;D)</translation>
    </message>
    <message>
        <source>Clears the takes; the song stays as it is.</source>
        <translation>테이크를 치웁니다. 곡은 그대로입니다.</translation>
    </message>
    <message>
        <source>Add Mo&amp;del…</source>
        <translation>모델 추가(&amp;D)…</translation>
    </message>
    <message>
        <source>Offers a checkpoint of yours in the list of models.</source>
        <translation>가지고 있는 체크포인트를 모델 목록에 넣습니다.</translation>
    </message>
    <message>
        <source>Choose &amp;Folder of Music…</source>
        <translation>음악 폴더 고르기(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Start Training</source>
        <translation>훈련 시작(&amp;S)</translation>
    </message>
    <message>
        <source>Trains a new model on the chosen folder.</source>
        <translation>고른 폴더로 새 모델을 훈련합니다.</translation>
    </message>
    <message>
        <source>&amp;Pause Training</source>
        <translation>훈련 일시 정지(&amp;P)</translation>
    </message>
    <message>
        <source>Leaves the processor free until training goes on.</source>
        <translation>훈련을 이어 갈 때까지 프로세서를 비워 둡니다.</translation>
    </message>
    <message>
        <source>S&amp;top Training</source>
        <translation>훈련 멈춤(&amp;T)</translation>
    </message>
    <message>
        <source>Ends the run at its next step and keeps its model.</source>
        <translation>다음 스텝에서 훈련을 끝내고 모델을 남깁니다.</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>재생(&amp;P)</translation>
    </message>
    <message>
        <source>Plays from the playhead, or pauses.</source>
        <translation>재생 위치부터 재생하거나 일시 정지합니다.</translation>
    </message>
    <message>
        <source>Play from Loop Start</source>
        <translation>반복 구간 처음부터 재생</translation>
    </message>
    <message>
        <source>Plays from where the loop begins.</source>
        <translation>반복 구간이 시작되는 곳부터 재생합니다.</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>정지(&amp;S)</translation>
    </message>
    <message>
        <source>Stops and goes back to where playing began.</source>
        <translation>멈추고 재생을 시작한 곳으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>To S&amp;tart</source>
        <translation>처음으로(&amp;T)</translation>
    </message>
    <message>
        <source>Puts the playhead at the beginning.</source>
        <translation>재생 위치를 처음으로 옮깁니다.</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>반복(&amp;L)</translation>
    </message>
    <message>
        <source>Repeats the loop region.</source>
        <translation>반복 구간을 되풀이합니다.</translation>
    </message>
    <message>
        <source>Loop S&amp;election</source>
        <translation>선택 부분 반복(&amp;E)</translation>
    </message>
    <message>
        <source>Puts the loop around the selected bars or notes.</source>
        <translation>선택한 마디나 음표에 반복 구간을 맞춥니다.</translation>
    </message>
    <message>
        <source>&amp;Metronome</source>
        <translation>메트로놈(&amp;M)</translation>
    </message>
    <message>
        <source>Clicks on every beat.</source>
        <translation>박마다 딸깍 소리를 냅니다.</translation>
    </message>
    <message>
        <source>&amp;Follow Playhead</source>
        <translation>재생 위치 따라가기(&amp;F)</translation>
    </message>
    <message>
        <source>Turns the page with the music.</source>
        <translation>음악에 맞추어 화면을 넘깁니다.</translation>
    </message>
    <message>
        <source>Pani&amp;c</source>
        <translation>모든 소리 끄기(&amp;C)</translation>
    </message>
    <message>
        <source>Silences every note at once.</source>
        <translation>모든 음을 곧바로 멈춥니다.</translation>
    </message>
    <message>
        <source>&amp;Keys and Gestures</source>
        <translation>단축키와 동작(&amp;K)</translation>
    </message>
    <message>
        <source>Lists every key and what the mouse does.</source>
        <translation>모든 단축키와 마우스 동작을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Open the &amp;Demo Tune</source>
        <translation>예제 곡 열기(&amp;D)</translation>
    </message>
    <message>
        <source>Opens a short piece to try things on.</source>
        <translation>이것저것 해 볼 짧은 곡을 엽니다.</translation>
    </message>
    <message>
        <source>&amp;About Partita</source>
        <translation>Partita 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Version, licences and what this computer offers.</source>
        <translation>버전과 라이선스, 이 컴퓨터가 갖춘 것.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>생성(&amp;G)</translation>
    </message>
    <message>
        <source>T&amp;ransport</source>
        <translation>재생(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Opens a Partita document, a MIDI file, MusicXML or ABC.</source>
        <translation>Partita 문서, MIDI 파일, MusicXML 또는 ABC를 엽니다.</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>이어 쓰기(&amp;C)</translation>
    </message>
    <message>
        <source>Goes on behind the selected bars, or behind the track&apos;s end.</source>
        <translation>선택한 마디 뒤나 트랙 끝 뒤를 이어 씁니다.</translation>
    </message>
    <message>
        <source>&amp;New from Nothing</source>
        <translation>처음부터 새로 쓰기(&amp;N)</translation>
    </message>
    <message>
        <source>Writes bars without hearing what is there.</source>
        <translation>있는 음악을 듣지 않고 마디를 씁니다.</translation>
    </message>
    <message>
        <source>&amp;Write Chords</source>
        <translation>화음 적기(&amp;W)</translation>
    </message>
    <message>
        <source>Opens the chords above the roll, which some models play over.</source>
        <translation>일부 모델이 반주로 삼는, 롤 위의 화음을 엽니다.</translation>
    </message>
    <message>
        <source>&amp;Find Chords in the Notes</source>
        <translation>음표에서 화음 찾기(&amp;F)</translation>
    </message>
    <message>
        <source>Writes the chords that the notes most likely stand for.</source>
        <translation>음표가 나타낼 가능성이 가장 높은 화음을 적습니다.</translation>
    </message>
    <message>
        <source>&amp;Continue This Run</source>
        <translation>이 훈련 이어 하기(&amp;C)</translation>
    </message>
    <message>
        <source>Trains the chosen run further, by the number of steps in the form.</source>
        <translation>고른 훈련을 양식의 단계 수만큼 더 훈련합니다.</translation>
    </message>
    <message>
        <source>&amp;Morph</source>
        <translation>모핑(&amp;M)</translation>
    </message>
    <message>
        <source>Shows what lies between clips in a model&apos;s latent space.</source>
        <translation>모델의 잠재 공간에서 클립 사이에 있는 것을 보여 줍니다.</translation>
    </message>
    <message>
        <source>&amp;Groove Bars</source>
        <translation>마디에 그루브 넣기(&amp;G)</translation>
    </message>
    <message>
        <source>Plays the selected drum bars with the feel of a drummer, as takes.</source>
        <translation>선택한 드럼 마디를 드러머의 느낌으로 연주한 테이크를 만듭니다.</translation>
    </message>
    <message>
        <source>&amp;Use Bars in Morph</source>
        <translation>마디를 모핑에 쓰기(&amp;U)</translation>
    </message>
    <message>
        <source>Takes the selected bars, else the whole track, as the next clip to morph with.</source>
        <translation>선택한 마디를, 없으면 트랙 전체를 다음 모핑 클립으로 씁니다.</translation>
    </message>
    <message>
        <source>&amp;Hear the Way</source>
        <translation>길 들어 보기(&amp;H)</translation>
    </message>
    <message>
        <source>Plays all in-betweens in a row.</source>
        <translation>중간 악구를 모두 차례로 재생합니다.</translation>
    </message>
    <message>
        <source>&amp;Insert In-Between</source>
        <translation>중간 악구 넣기(&amp;I)</translation>
    </message>
    <message>
        <source>Puts the in-between under the handle into the song, as one step.</source>
        <translation>손잡이 자리의 중간 악구를 한 단계로 곡에 넣습니다.</translation>
    </message>
    <message>
        <source>Insert All in a Ro&amp;w</source>
        <translation>차례로 모두 넣기(&amp;W)</translation>
    </message>
    <message>
        <source>Puts all in-betweens into the song, one after the other, as one step.</source>
        <translation>중간 악구를 모두 차례로 한 단계에 곡에 넣습니다.</translation>
    </message>
    <message>
        <source>In-Between as &amp;Take</source>
        <translation>중간 악구를 테이크로(&amp;T)</translation>
    </message>
    <message>
        <source>Lays the in-between among the takes of its track, to be heard in the song first.</source>
        <translation>중간 악구를 트랙의 테이크로 놓아 먼저 곡 안에서 들어 볼 수 있게 합니다.</translation>
    </message>
    <message>
        <source>How Goo&amp;d Is It?…</source>
        <translation>얼마나 좋은가(&amp;D)…</translation>
    </message>
    <message>
        <source>Measures the chosen model on a folder of music.</source>
        <translation>고른 모델을 음악 폴더로 측정합니다.</translation>
    </message>
    <message>
        <source>Chooses the music to learn from: MIDI, MusicXML, ABC or TFRecord files.</source>
        <translation>배울 음악을 고릅니다. MIDI, MusicXML, ABC, TFRecord 파일입니다.</translation>
    </message>
    <message>
        <source>Hear Ta&amp;ke</source>
        <translation>테이크 듣기(&amp;K)</translation>
    </message>
    <message>
        <source>Plays the chosen take in the song, round and round.</source>
        <translation>고른 테이크를 곡 안에서 되풀이해 들려줍니다.</translation>
    </message>
    <message>
        <source>H&amp;ear As It Is</source>
        <translation>그대로 듣기(&amp;E)</translation>
    </message>
    <message>
        <source>Plays the same bars as they stand in the song. What is heard next goes on at the same beat, so that the two compare.</source>
        <translation>같은 마디를 지금 곡에 있는 대로 들려줍니다. 다음에 듣는 것은 같은 박에서 이어지므로 둘을 견줄 수 있습니다.</translation>
    </message>
    <message>
        <source>Compose &amp;with This Run</source>
        <translation>이 훈련으로 작곡(&amp;W)</translation>
    </message>
    <message>
        <source>Goes to where the chosen run&apos;s model makes music, with that model chosen.</source>
        <translation>고른 훈련의 모델로 음악을 만드는 곳으로 갑니다. 그 모델이 골라져 있습니다.</translation>
    </message>
</context>
<context>
    <name>Config</name>
    <message>
        <source>Melodies of 2 bars, small</source>
        <translation>2마디 선율, 작은 모델</translation>
    </message>
    <message>
        <source>Melodies of 2 bars</source>
        <translation>2마디 선율</translation>
    </message>
    <message>
        <source>Melodies of 2 bars over chords</source>
        <translation>화음 위의 2마디 선율</translation>
    </message>
    <message>
        <source>Drum patterns of 2 bars, small</source>
        <translation>2마디 드럼 패턴, 작은 모델</translation>
    </message>
    <message>
        <source>Drum patterns of 2 bars</source>
        <translation>2마디 드럼 패턴</translation>
    </message>
    <message>
        <source>Drum patterns of 2 bars, drum by drum</source>
        <translation>2마디 드럼 패턴, 드럼별</translation>
    </message>
    <message>
        <source>Drum patterns of 2 bars with all 61 drums</source>
        <translation>드럼 61종을 모두 쓰는 2마디 드럼 패턴</translation>
    </message>
    <message>
        <source>Melody, bass and drums of 16 bars, without hierarchy</source>
        <translation>16마디 선율·베이스·드럼, 계층 없음</translation>
    </message>
    <message>
        <source>Melody, bass and drums of 16 bars</source>
        <translation>16마디 선율·베이스·드럼</translation>
    </message>
    <message>
        <source>Melody, bass and drums of 16 bars, hierarchical both ways</source>
        <translation>16마디 선율·베이스·드럼, 양쪽 계층</translation>
    </message>
    <message>
        <source>Melodies of 16 bars, without hierarchy</source>
        <translation>16마디 선율, 계층 없음</translation>
    </message>
    <message>
        <source>Melodies of 16 bars</source>
        <translation>16마디 선율</translation>
    </message>
    <message>
        <source>Melodies of 16 bars, hierarchical both ways</source>
        <translation>16마디 선율, 양쪽 계층</translation>
    </message>
    <message>
        <source>A bar of up to eight instruments</source>
        <translation>악기 여덟까지의 한 마디</translation>
    </message>
    <message>
        <source>A bar of up to eight instruments, big</source>
        <translation>악기 여덟까지의 한 마디, 큰 모델</translation>
    </message>
    <message>
        <source>A bar of up to eight instruments over chords</source>
        <translation>화음 위의 악기 여덟까지의 한 마디</translation>
    </message>
    <message>
        <source>A bar of up to eight instruments over chords, big</source>
        <translation>화음 위의 악기 여덟까지의 한 마디, 큰 모델</translation>
    </message>
    <message>
        <source>Drumming of 4 bars as it is played</source>
        <translation>실제 연주 그대로의 4마디 드럼</translation>
    </message>
    <message>
        <source>Gives a drum pattern of 2 bars a drummer&apos;s dynamics and timing</source>
        <translation>2마디 드럼 패턴에 연주자의 셈여림과 타이밍을 줍니다</translation>
    </message>
    <message>
        <source>Makes drums of 2 bars from a tapped rhythm</source>
        <translation>두드린 리듬으로 2마디 드럼을 만듭니다</translation>
    </message>
    <message>
        <source>Makes drums of 2 bars from a sparsely tapped rhythm</source>
        <translation>드문드문 두드린 리듬으로 2마디 드럼을 만듭니다</translation>
    </message>
    <message>
        <source>Adds a closed hi-hat to drums of 2 bars</source>
        <translation>2마디 드럼에 닫힌 하이햇을 더합니다</translation>
    </message>
    <message>
        <source>Plays a given drum pattern of 2 bars with the feel of another</source>
        <translation>주어진 2마디 드럼 패턴을 다른 연주의 느낌으로 칩니다</translation>
    </message>
    <message>
        <source>Drum patterns of 16 bars, without hierarchy; as in the MusicVAE paper</source>
        <translation>16마디 드럼 패턴, 계층 없음; MusicVAE 논문대로</translation>
    </message>
    <message>
        <source>Drum patterns of 16 bars; as in the MusicVAE paper</source>
        <translation>16마디 드럼 패턴; MusicVAE 논문대로</translation>
    </message>
    <message>
        <source>Melodies of 16 bars of any pitch, without hierarchy; as in the MusicVAE paper</source>
        <translation>모든 음높이의 16마디 선율, 계층 없음; MusicVAE 논문대로</translation>
    </message>
    <message>
        <source>Melodies of 16 bars of any pitch; as in the MusicVAE paper</source>
        <translation>모든 음높이의 16마디 선율; MusicVAE 논문대로</translation>
    </message>
    <message>
        <source>Melodies over the whole keyboard</source>
        <translation>건반 전체를 쓰는 선율</translation>
    </message>
    <message>
        <source>Melodies, step by step</source>
        <translation>한 스텝씩 쓰는 선율</translation>
    </message>
    <message>
        <source>Melodies that take up what stood a bar or two before</source>
        <translation>한두 마디 앞을 이어받는 선율</translation>
    </message>
    <message>
        <source>Melodies that look back over what they have played</source>
        <translation>지나온 음을 돌아보는 선율</translation>
    </message>
    <message>
        <source>The rhythm of one drum</source>
        <translation>드럼 하나의 리듬</translation>
    </message>
    <message>
        <source>Drum patterns of a whole kit</source>
        <translation>드럼 세트 전체의 패턴</translation>
    </message>
    <message>
        <source>Melodies over chords</source>
        <translation>화음 위의 선율</translation>
    </message>
    <message>
        <source>Melodies over chords that look back over what they have played</source>
        <translation>화음 위에서 지나온 음을 돌아보는 선율</translation>
    </message>
    <message>
        <source>Melodies over chords of any kind</source>
        <translation>온갖 화음 위의 선율</translation>
    </message>
    <message>
        <source>Several voices at once</source>
        <translation>동시에 울리는 여러 성부</translation>
    </message>
    <message>
        <source>Piano playing with a pianist&apos;s timing</source>
        <translation>피아니스트의 타이밍이 담긴 피아노 연주</translation>
    </message>
    <message>
        <source>Voices and chords, a column of the roll at a time</source>
        <translation>롤의 한 칸씩 쓰는 성부와 화음</translation>
    </message>
</context>
<context>
    <name>Drum</name>
    <message>
        <source>Acoustic bass drum</source>
        <translation>어쿠스틱 베이스 드럼</translation>
    </message>
    <message>
        <source>Kick 2</source>
        <translation>킥 2</translation>
    </message>
    <message>
        <source>Bass drum 1</source>
        <translation>베이스 드럼 1</translation>
    </message>
    <message>
        <source>Kick</source>
        <translation>킥</translation>
    </message>
    <message>
        <source>Side stick</source>
        <translation>사이드 스틱</translation>
    </message>
    <message>
        <source>Stick</source>
        <translation>스틱</translation>
    </message>
    <message>
        <source>Acoustic snare</source>
        <translation>어쿠스틱 스네어</translation>
    </message>
    <message>
        <source>Snare</source>
        <translation>스네어</translation>
    </message>
    <message>
        <source>Hand clap</source>
        <translation>손뼉</translation>
    </message>
    <message>
        <source>Clap</source>
        <translation>손뼉</translation>
    </message>
    <message>
        <source>Electric snare</source>
        <translation>전자 스네어</translation>
    </message>
    <message>
        <source>Snare 2</source>
        <translation>스네어 2</translation>
    </message>
    <message>
        <source>Low floor tom</source>
        <translation>로 플로어 탐</translation>
    </message>
    <message>
        <source>Tom 6</source>
        <translation>탐 6</translation>
    </message>
    <message>
        <source>Closed hi-hat</source>
        <translation>클로즈드 하이햇</translation>
    </message>
    <message>
        <source>HH shut</source>
        <translation>HH 닫힘</translation>
    </message>
    <message>
        <source>High floor tom</source>
        <translation>하이 플로어 탐</translation>
    </message>
    <message>
        <source>Tom 5</source>
        <translation>탐 5</translation>
    </message>
    <message>
        <source>Pedal hi-hat</source>
        <translation>페달 하이햇</translation>
    </message>
    <message>
        <source>HH foot</source>
        <translation>HH 발</translation>
    </message>
    <message>
        <source>Low tom</source>
        <translation>로 탐</translation>
    </message>
    <message>
        <source>Tom 4</source>
        <translation>탐 4</translation>
    </message>
    <message>
        <source>Open hi-hat</source>
        <translation>오픈 하이햇</translation>
    </message>
    <message>
        <source>HH open</source>
        <translation>HH 열림</translation>
    </message>
    <message>
        <source>Low-mid tom</source>
        <translation>로미드 탐</translation>
    </message>
    <message>
        <source>Tom 3</source>
        <translation>탐 3</translation>
    </message>
    <message>
        <source>High-mid tom</source>
        <translation>하이미드 탐</translation>
    </message>
    <message>
        <source>Tom 2</source>
        <translation>탐 2</translation>
    </message>
    <message>
        <source>Crash cymbal 1</source>
        <translation>크래시 심벌 1</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>크래시</translation>
    </message>
    <message>
        <source>High tom</source>
        <translation>하이 탐</translation>
    </message>
    <message>
        <source>Tom 1</source>
        <translation>탐 1</translation>
    </message>
    <message>
        <source>Ride cymbal 1</source>
        <translation>라이드 심벌 1</translation>
    </message>
    <message>
        <source>Ride</source>
        <translation>라이드</translation>
    </message>
    <message>
        <source>Chinese cymbal</source>
        <translation>차이나 심벌</translation>
    </message>
    <message>
        <source>China</source>
        <translation>차이나</translation>
    </message>
    <message>
        <source>Ride bell</source>
        <translation>라이드 벨</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>벨</translation>
    </message>
    <message>
        <source>Tambourine</source>
        <translation>탬버린</translation>
    </message>
    <message>
        <source>Tamb.</source>
        <translation>탬버린</translation>
    </message>
    <message>
        <source>Splash cymbal</source>
        <translation>스플래시 심벌</translation>
    </message>
    <message>
        <source>Splash</source>
        <translation>스플래시</translation>
    </message>
    <message>
        <source>Cowbell</source>
        <translation>카우벨</translation>
    </message>
    <message>
        <source>Crash cymbal 2</source>
        <translation>크래시 심벌 2</translation>
    </message>
    <message>
        <source>Crash 2</source>
        <translation>크래시 2</translation>
    </message>
    <message>
        <source>Vibraslap</source>
        <translation>비브라슬랩</translation>
    </message>
    <message>
        <source>Vibra</source>
        <translation>비브라</translation>
    </message>
    <message>
        <source>Ride cymbal 2</source>
        <translation>라이드 심벌 2</translation>
    </message>
    <message>
        <source>Ride 2</source>
        <translation>라이드 2</translation>
    </message>
    <message>
        <source>High bongo</source>
        <translation>하이 봉고</translation>
    </message>
    <message>
        <source>Bongo hi</source>
        <translation>봉고 고</translation>
    </message>
    <message>
        <source>Low bongo</source>
        <translation>로 봉고</translation>
    </message>
    <message>
        <source>Bongo lo</source>
        <translation>봉고 저</translation>
    </message>
    <message>
        <source>Mute high conga</source>
        <translation>뮤트 하이 콩가</translation>
    </message>
    <message>
        <source>Conga m.</source>
        <translation>콩가 뮤트</translation>
    </message>
    <message>
        <source>Open high conga</source>
        <translation>오픈 하이 콩가</translation>
    </message>
    <message>
        <source>Conga hi</source>
        <translation>콩가 고</translation>
    </message>
    <message>
        <source>Low conga</source>
        <translation>로 콩가</translation>
    </message>
    <message>
        <source>Conga lo</source>
        <translation>콩가 저</translation>
    </message>
    <message>
        <source>High timbale</source>
        <translation>하이 팀발레</translation>
    </message>
    <message>
        <source>Timb. hi</source>
        <translation>팀발레 고</translation>
    </message>
    <message>
        <source>Low timbale</source>
        <translation>로 팀발레</translation>
    </message>
    <message>
        <source>Timb. lo</source>
        <translation>팀발레 저</translation>
    </message>
    <message>
        <source>High agogo</source>
        <translation>하이 아고고</translation>
    </message>
    <message>
        <source>Agogo hi</source>
        <translation>아고고 고</translation>
    </message>
    <message>
        <source>Low agogo</source>
        <translation>로 아고고</translation>
    </message>
    <message>
        <source>Agogo lo</source>
        <translation>아고고 저</translation>
    </message>
    <message>
        <source>Cabasa</source>
        <translation>카바사</translation>
    </message>
    <message>
        <source>Maracas</source>
        <translation>마라카스</translation>
    </message>
    <message>
        <source>Short whistle</source>
        <translation>짧은 휘슬</translation>
    </message>
    <message>
        <source>Whistle</source>
        <translation>휘슬</translation>
    </message>
    <message>
        <source>Long whistle</source>
        <translation>긴 휘슬</translation>
    </message>
    <message>
        <source>Whistle 2</source>
        <translation>휘슬 2</translation>
    </message>
    <message>
        <source>Short guiro</source>
        <translation>짧은 귀로</translation>
    </message>
    <message>
        <source>Guiro</source>
        <translation>귀로</translation>
    </message>
    <message>
        <source>Long guiro</source>
        <translation>긴 귀로</translation>
    </message>
    <message>
        <source>Guiro 2</source>
        <translation>귀로 2</translation>
    </message>
    <message>
        <source>Claves</source>
        <translation>클라베스</translation>
    </message>
    <message>
        <source>High wood block</source>
        <translation>하이 우드 블록</translation>
    </message>
    <message>
        <source>Wood hi</source>
        <translation>우드 고</translation>
    </message>
    <message>
        <source>Low wood block</source>
        <translation>로 우드 블록</translation>
    </message>
    <message>
        <source>Wood lo</source>
        <translation>우드 저</translation>
    </message>
    <message>
        <source>Mute cuica</source>
        <translation>뮤트 쿠이카</translation>
    </message>
    <message>
        <source>Cuica m.</source>
        <translation>쿠이카 뮤트</translation>
    </message>
    <message>
        <source>Open cuica</source>
        <translation>오픈 쿠이카</translation>
    </message>
    <message>
        <source>Cuica</source>
        <translation>쿠이카</translation>
    </message>
    <message>
        <source>Mute triangle</source>
        <translation>뮤트 트라이앵글</translation>
    </message>
    <message>
        <source>Triang. m.</source>
        <translation>트라이앵글 뮤트</translation>
    </message>
    <message>
        <source>Open triangle</source>
        <translation>오픈 트라이앵글</translation>
    </message>
    <message>
        <source>Triangle</source>
        <translation>트라이앵글</translation>
    </message>
</context>
<context>
    <name>QGnomeTheme</name>
    <message>
        <source>&amp;OK</source>
        <translation>확인(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>저장(&amp;S)</translation>
    </message>
    <message>
        <source>Close without Saving</source>
        <translation>저장하지 않고 닫기</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>닫기(&amp;C)</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>저장 안 함</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>RollCommand</name>
    <message>
        <source>Cut</source>
        <translation>잘라내기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste at the Playhead</source>
        <translation>재생 위치에 붙여넣기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Duplicate to the Right</source>
        <translation>오른쪽에 복제</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Select None</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Invert the Selection</source>
        <translation>선택 반전</translation>
    </message>
    <message>
        <source>Quantise to the Grid</source>
        <translation>격자에 맞추기</translation>
    </message>
    <message>
        <source>Legato</source>
        <translation>레가토</translation>
    </message>
    <message>
        <source>Glue</source>
        <translation>붙이기</translation>
    </message>
    <message>
        <source>Reverse in Time</source>
        <translation>시간 뒤집기</translation>
    </message>
    <message>
        <source>Turn Upside Down</source>
        <translation>위아래 뒤집기</translation>
    </message>
    <message>
        <source>Mute or Unmute</source>
        <translation>음소거 전환</translation>
    </message>
    <message>
        <source>Semitone Up</source>
        <translation>반음 올리기</translation>
    </message>
    <message>
        <source>Semitone Down</source>
        <translation>반음 내리기</translation>
    </message>
    <message>
        <source>Octave Up</source>
        <translation>한 옥타브 올리기</translation>
    </message>
    <message>
        <source>Octave Down</source>
        <translation>한 옥타브 내리기</translation>
    </message>
    <message>
        <source>One Grid Step Earlier</source>
        <translation>한 격자 앞으로</translation>
    </message>
    <message>
        <source>One Grid Step Later</source>
        <translation>한 격자 뒤로</translation>
    </message>
    <message>
        <source>One Bar Earlier</source>
        <translation>한 마디 앞으로</translation>
    </message>
    <message>
        <source>One Bar Later</source>
        <translation>한 마디 뒤로</translation>
    </message>
    <message>
        <source>Shorter by One Grid Step</source>
        <translation>한 격자 짧게</translation>
    </message>
    <message>
        <source>Longer by One Grid Step</source>
        <translation>한 격자 길게</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>더 세게</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>더 여리게</translation>
    </message>
    <message>
        <source>New Note at the Playhead</source>
        <translation>재생 위치에 새 음표</translation>
    </message>
    <message>
        <source>Select Tool</source>
        <translation>선택 도구</translation>
    </message>
    <message>
        <source>Draw Tool</source>
        <translation>그리기 도구</translation>
    </message>
    <message>
        <source>Erase Tool</source>
        <translation>지우개 도구</translation>
    </message>
    <message>
        <source>Split Tool</source>
        <translation>나누기 도구</translation>
    </message>
    <message>
        <source>Glue Tool</source>
        <translation>붙이기 도구</translation>
    </message>
    <message>
        <source>Velocity Tool</source>
        <translation>세기 도구</translation>
    </message>
    <message>
        <source>Draw Tool On or Off</source>
        <translation>그리기 도구 켜고 끄기</translation>
    </message>
    <message>
        <source>Grid of Whole Notes</source>
        <translation>온음표 격자</translation>
    </message>
    <message>
        <source>Grid of 1/2</source>
        <translation>1/2 격자</translation>
    </message>
    <message>
        <source>Grid of 1/4</source>
        <translation>1/4 격자</translation>
    </message>
    <message>
        <source>Grid of 1/8</source>
        <translation>1/8 격자</translation>
    </message>
    <message>
        <source>Grid of 1/16</source>
        <translation>1/16 격자</translation>
    </message>
    <message>
        <source>Grid of 1/32</source>
        <translation>1/32 격자</translation>
    </message>
    <message>
        <source>Grid of 1/64</source>
        <translation>1/64 격자</translation>
    </message>
    <message>
        <source>Triplet Grid</source>
        <translation>셋잇단 격자</translation>
    </message>
    <message>
        <source>Dotted Grid</source>
        <translation>점음표 격자</translation>
    </message>
    <message>
        <source>Snap On or Off</source>
        <translation>격자 맞춤 켜고 끄기</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Zoom to the Selection</source>
        <translation>선택에 맞추어 보기</translation>
    </message>
    <message>
        <source>Zoom Back</source>
        <translation>이전 배율로</translation>
    </message>
    <message>
        <source>Zoom to the Song</source>
        <translation>곡 전체 보기</translation>
    </message>
    <message>
        <source>Show the Other Tracks&apos; Notes</source>
        <translation>다른 트랙의 음표 보기</translation>
    </message>
    <message>
        <source>Only Rows in Use</source>
        <translation>쓰는 줄만</translation>
    </message>
    <message>
        <source>To the Start</source>
        <translation>처음으로</translation>
    </message>
    <message>
        <source>To the End</source>
        <translation>끝으로</translation>
    </message>
    <message>
        <source>Show the Chords</source>
        <translation>화음 보기</translation>
    </message>
    <message>
        <source>Go to the Note Before</source>
        <translation>앞 음표로</translation>
    </message>
    <message>
        <source>Go to the Next Note</source>
        <translation>다음 음표로</translation>
    </message>
</context>
<context>
    <name>Tool</name>
    <message>
        <source>Select</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Select, move and resize notes; drag on empty space to select several</source>
        <translation>음표를 선택하고 옮기고 길이를 바꿉니다. 빈 곳을 끌면 여럿을 선택합니다</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>그리기</translation>
    </message>
    <message>
        <source>Click to add a note, drag to set its length; the right button erases</source>
        <translation>누르면 음표를 더하고 끌면 길이를 정합니다. 오른쪽 단추는 지웁니다</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Click or sweep over notes to erase them</source>
        <translation>음표를 누르거나 쓸어 지웁니다</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>나누기</translation>
    </message>
    <message>
        <source>Click a note to cut it in two</source>
        <translation>음표를 누르면 둘로 나뉩니다</translation>
    </message>
    <message>
        <source>Glue</source>
        <translation>붙이기</translation>
    </message>
    <message>
        <source>Click a note to join it with the next one of its pitch</source>
        <translation>음표를 누르면 같은 음높이의 다음 음표와 붙습니다</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>Drag a note up to play it louder, down to play it softer</source>
        <translation>음표를 위로 끌면 더 세게, 아래로 끌면 더 여리게</translation>
    </message>
</context>
<context>
    <name>partita::ui</name>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>마디</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>박</translation>
    </message>
    <message>
        <source>%1 triplet</source>
        <translation>%1 셋잇단</translation>
    </message>
    <message>
        <source>%1 dotted</source>
        <translation>%1 점음표</translation>
    </message>
</context>
<context>
    <name>partita::ui::About</name>
    <message>
        <source>About Partita</source>
        <translation>Partita 정보</translation>
    </message>
    <message>
        <source>Partita %1</source>
        <translation>Partita %1</translation>
    </message>
    <message>
        <source>A studio for symbolic music: write, let networks write on, keep what is good.

Free software under the GNU General Public License, version 3 or later. It builds on Qt %1, QCustomPlot, FluidSynth, RtMidi and LibTorch, and plays with the SoundFont TimGM6mb; each has its own licence.</source>
        <translation>기호 음악을 위한 스튜디오입니다. 직접 쓰고, 신경망이 이어 쓰게 하고, 좋은 것을 골라 남깁니다.

GNU 일반 공중 사용 허가서 3판 또는 그 이후 판을 따르는 자유 소프트웨어입니다. Qt %1, QCustomPlot, FluidSynth, RtMidi, LibTorch를 바탕으로 하며 사운드폰트 TimGM6mb로 연주합니다. 저마다 고유한 라이선스가 있습니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::Adjustment</name>
    <message>
        <source>the first of %1 clips in it</source>
        <translation>들어 있는 클립 %1개 가운데 첫째</translation>
    </message>
    <message>
        <source>filled with rests from %1 to %2 bars</source>
        <translation>%1마디를 쉼표로 %2마디까지 채움</translation>
    </message>
    <message>
        <source>beats laid on one tempo, in bars of four</source>
        <translation>박을 한 빠르기, 네 박 마디에 맞춤</translation>
    </message>
    <message>
        <source>read as one voice, the highest</source>
        <translation>가장 높은 한 성부로 읽음</translation>
    </message>
    <message>
        <source>from %1 to %2 bpm</source>
        <translation>%1에서 %2 bpm으로</translation>
    </message>
    <message>
        <source>%1 st, into the key of clip A</source>
        <extracomment>st: semitones, with their sign</extracomment>
        <translation>%1반음, 클립 A의 조로</translation>
    </message>
    <message>
        <source>rests within it are kept</source>
        <translation>안의 쉼표를 그대로 둠</translation>
    </message>
</context>
<context>
    <name>partita::ui::AttributeSliders</name>
    <message>
        <source>C major</source>
        <translation>다장조</translation>
    </message>
    <message>
        <source>Share of the notes that are white keys.</source>
        <translation>흰 건반인 음표의 비율입니다.</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>밀도</translation>
    </message>
    <message>
        <source>Notes that begin, for each sixteenth.</source>
        <translation>16분음표마다 시작하는 음표 수입니다.</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>음정</translation>
    </message>
    <message>
        <source>Mean distance from note to note, in semitones.</source>
        <translation>이웃한 음 사이의 평균 거리(반음)입니다.</translation>
    </message>
    <message>
        <source>Share of the notes that stand on an odd sixteenth, with nothing on the one before.</source>
        <translation>앞자리가 빈 약한 16분 자리에 놓인 음표의 비율입니다.</translation>
    </message>
    <message>
        <source>Share of the notes that stand on an odd eighth, with nothing in the eighth before.</source>
        <translation>앞 8분이 빈 약한 8분 자리에 놓인 음표의 비율입니다.</translation>
    </message>
    <message>
        <source>No directions lie beside this model. “partita attributes” learns them from a folder of music.</source>
        <translation>이 모델 곁에 속성 방향이 없습니다. “partita attributes”로 음악 폴더에서 배울 수 있습니다.</translation>
    </message>
    <message>
        <source>Put all attributes back to the middle</source>
        <translation>모든 속성을 가운데로</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>속성</translation>
    </message>
    <message>
        <source>As measured in the music that is shown.</source>
        <translation>보이는 음악에서 잰 값입니다.</translation>
    </message>
    <message>
        <source>Syncopation 1/16</source>
        <translation>당김음 1/16</translation>
    </message>
    <message>
        <source>Syncopation 1/8</source>
        <translation>당김음 1/8</translation>
    </message>
</context>
<context>
    <name>partita::ui::AudioExport</name>
    <message>
        <source>Writing “%1”…</source>
        <translation>“%1” 쓰는 중…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Export Audio</source>
        <translation>오디오 내보내기</translation>
    </message>
</context>
<context>
    <name>partita::ui::CandidateCard</name>
    <message>
        <source>Play this take in the song</source>
        <translation>이 테이크를 곡 안에서 재생</translation>
    </message>
    <message>
        <source>Accept this take</source>
        <translation>이 테이크 채택</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>테이크 %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Take %1 · seed %2 · T %3</source>
        <comment>T: temperature</comment>
        <translation>테이크 %1 · 시드 %2 · T %3</translation>
    </message>
    <message>
        <source>Seed %1, temperature %2</source>
        <translation>시드 %1, 온도 %2</translation>
    </message>
    <message>
        <source>, log-likelihood of what follows %1
The longer the bar, the better it follows.</source>
        <translation>, 뒤따르는 음악의 로그 가능도 %1
막대가 길수록 뒤의 음악이 더 잘 이어집니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::CandidateTray</name>
    <message>
        <source>Select bars in the ruler and regenerate them: the takes will stand here.</source>
        <translation>눈금자에서 마디를 골라 다시 써 보세요. 테이크가 여기에 놓입니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::ChordLane</name>
    <message>
        <source>Chords</source>
        <translation>화음</translation>
    </message>
    <message>
        <source>Click a bar to write its chords, such as “Am F” or “C . . G7”</source>
        <translation>마디를 눌러 화음을 적으세요. 예: “Am F”, “C . . G7”</translation>
    </message>
    <message>
        <source>Chords of the bar</source>
        <translation>마디의 화음</translation>
    </message>
    <message>
        <source>Click a bar to write its chords.</source>
        <translation>마디를 눌러 화음을 적으세요.</translation>
    </message>
    <message>
        <source>Bar %1, no chord</source>
        <translation>마디 %1, 화음 없음</translation>
    </message>
    <message>
        <source>Bar %1: %2</source>
        <translation>마디 %1: %2</translation>
    </message>
    <message>
        <source>“%1” is no chord symbol, or too many of them. Write C, Am, F#m7b5 or Bb/D, with blanks between them; a dot goes on with the chord before, N.C. is none.</source>
        <translation>“%1”은(는) 화음 기호가 아니거나 너무 많습니다. C, Am, F#m7b5, Bb/D처럼 빈칸을 두고 적으세요. 점은 앞 화음을 이어 가고 N.C.는 화음 없음입니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::ClipCard</name>
    <message>
        <source>Clip %1</source>
        <translation>클립 %1</translation>
    </message>
    <message>
        <source>Bars of the song, or a MIDI file dropped here.</source>
        <translation>곡의 마디를 쓰거나 MIDI 파일을 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Selected Bars</source>
        <translation>선택한 마디</translation>
    </message>
    <message>
        <source>Takes the bars that are selected in the note editor, else the whole track.</source>
        <translation>음표 편집기에서 선택한 마디를, 없으면 트랙 전체를 씁니다.</translation>
    </message>
    <message>
        <source>Selected bars as clip %1</source>
        <translation>선택한 마디를 클립 %1로</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Takes a MIDI file.</source>
        <translation>MIDI 파일을 씁니다.</translation>
    </message>
    <message>
        <source>A MIDI file as clip %1</source>
        <translation>MIDI 파일을 클립 %1로</translation>
    </message>
    <message>
        <source>Remove clip %1</source>
        <translation>클립 %1 빼기</translation>
    </message>
    <message>
        <source>Track of clip %1</source>
        <translation>클립 %1의 트랙</translation>
    </message>
    <message>
        <source>Which track the model hears.</source>
        <translation>모델이 들을 트랙입니다.</translation>
    </message>
    <message>
        <source>any bar</source>
        <translation>아무 마디</translation>
    </message>
    <message>
        <source>bar </source>
        <translation>마디 </translation>
    </message>
    <message>
        <source>First bar of clip %1</source>
        <translation>클립 %1의 첫 마디</translation>
    </message>
    <message>
        <source>Where the clip begins in its track; “any bar” takes the first that the model can read.</source>
        <translation>트랙에서 클립이 시작하는 곳입니다. “아무 마디”면 모델이 읽을 수 있는 첫 곳을 씁니다.</translation>
    </message>
    <message>
        <source>all tracks</source>
        <translation>모든 트랙</translation>
    </message>
    <message>
        <source>bar %1</source>
        <translation>마디 %1</translation>
    </message>
    <message>
        <source>bars %1–%2</source>
        <translation>마디 %1–%2</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>읽는 중…</translation>
    </message>
</context>
<context>
    <name>partita::ui::ClipSource</name>
    <message>
        <source>%1, bar %2</source>
        <translation>%1, 마디 %2</translation>
    </message>
    <message>
        <source>%1, bars %2–%3</source>
        <translation>%1, 마디 %2–%3</translation>
    </message>
</context>
<context>
    <name>partita::ui::CurvesPlot</name>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>혼란도</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Curves of loss, perplexity and accuracy</source>
        <translation>손실, 혼란도, 정확도 곡선</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>%1스텝</translation>
    </message>
    <message>
        <source>KL in bits</source>
        <translation>KL(비트)</translation>
    </message>
</context>
<context>
    <name>partita::ui::EditKind</name>
    <message>
        <source>Draw Note</source>
        <translation>음표 그리기</translation>
    </message>
    <message>
        <source>Draw %n Notes</source>
        <translation>음표 %n개 그리기</translation>
    </message>
    <message>
        <source>Erase Note</source>
        <translation>음표 지우기</translation>
    </message>
    <message>
        <source>Erase %n Notes</source>
        <translation>음표 %n개 지우기</translation>
    </message>
    <message>
        <source>Cut Note</source>
        <translation>음표 잘라내기</translation>
    </message>
    <message>
        <source>Cut %n Notes</source>
        <translation>음표 %n개 잘라내기</translation>
    </message>
    <message>
        <source>Paste Note</source>
        <translation>음표 붙여넣기</translation>
    </message>
    <message>
        <source>Paste %n Notes</source>
        <translation>음표 %n개 붙여넣기</translation>
    </message>
    <message>
        <source>Move Note</source>
        <translation>음표 옮기기</translation>
    </message>
    <message>
        <source>Move %n Notes</source>
        <translation>음표 %n개 옮기기</translation>
    </message>
    <message>
        <source>Transpose Note</source>
        <translation>음표 조옮김</translation>
    </message>
    <message>
        <source>Transpose %n Notes</source>
        <translation>음표 %n개 조옮김</translation>
    </message>
    <message>
        <source>Duplicate Note</source>
        <translation>음표 복제</translation>
    </message>
    <message>
        <source>Duplicate %n Notes</source>
        <translation>음표 %n개 복제</translation>
    </message>
    <message>
        <source>Resize Note</source>
        <translation>음표 길이 바꾸기</translation>
    </message>
    <message>
        <source>Resize %n Notes</source>
        <translation>음표 %n개 길이 바꾸기</translation>
    </message>
    <message>
        <source>Split Note</source>
        <translation>음표 나누기</translation>
    </message>
    <message>
        <source>Split Notes</source>
        <translation>음표 나누기</translation>
    </message>
    <message>
        <source>Glue Notes</source>
        <translation>음표 붙이기</translation>
    </message>
    <message>
        <source>Legato</source>
        <translation>레가토</translation>
    </message>
    <message>
        <source>Legato of %n Notes</source>
        <translation>음표 %n개 레가토</translation>
    </message>
    <message>
        <source>Reverse Note</source>
        <translation>음표 시간 뒤집기</translation>
    </message>
    <message>
        <source>Reverse %n Notes</source>
        <translation>음표 %n개 시간 뒤집기</translation>
    </message>
    <message>
        <source>Invert Note</source>
        <translation>음표 위아래 뒤집기</translation>
    </message>
    <message>
        <source>Invert %n Notes</source>
        <translation>음표 %n개 위아래 뒤집기</translation>
    </message>
    <message>
        <source>Quantise Note</source>
        <translation>음표 격자에 맞추기</translation>
    </message>
    <message>
        <source>Quantise %n Notes</source>
        <translation>음표 %n개 격자에 맞추기</translation>
    </message>
    <message>
        <source>Change Velocity</source>
        <translation>세기 바꾸기</translation>
    </message>
    <message>
        <source>Change Velocity of %n Notes</source>
        <translation>음표 %n개 세기 바꾸기</translation>
    </message>
    <message>
        <source>Mute Note</source>
        <translation>음표 음소거</translation>
    </message>
    <message>
        <source>Mute %n Notes</source>
        <translation>음표 %n개 음소거</translation>
    </message>
    <message>
        <source>Unmute Note</source>
        <translation>음표 음소거 풀기</translation>
    </message>
    <message>
        <source>Unmute %n Notes</source>
        <translation>음표 %n개 음소거 풀기</translation>
    </message>
    <message>
        <source>Accept Take</source>
        <translation>테이크 채택</translation>
    </message>
    <message>
        <source>Keep Take</source>
        <translation>테이크 보관</translation>
    </message>
    <message>
        <source>Remove Take</source>
        <translation>테이크 삭제</translation>
    </message>
    <message>
        <source>Change Tempo</source>
        <translation>빠르기 바꾸기</translation>
    </message>
    <message>
        <source>Change Time Signature</source>
        <translation>박자표 바꾸기</translation>
    </message>
    <message>
        <source>Change Loop</source>
        <translation>반복 구간 바꾸기</translation>
    </message>
    <message>
        <source>Add Track</source>
        <translation>트랙 추가</translation>
    </message>
    <message>
        <source>Remove Track</source>
        <translation>트랙 삭제</translation>
    </message>
    <message>
        <source>Move Track</source>
        <translation>트랙 옮기기</translation>
    </message>
    <message>
        <source>Rename Track</source>
        <translation>트랙 이름 바꾸기</translation>
    </message>
    <message>
        <source>Change Track Colour</source>
        <translation>트랙 색 바꾸기</translation>
    </message>
    <message>
        <source>Mute or Unmute Track</source>
        <translation>트랙 음소거 전환</translation>
    </message>
    <message>
        <source>Solo or Unsolo Track</source>
        <translation>트랙 솔로 전환</translation>
    </message>
    <message>
        <source>Change Instrument</source>
        <translation>악기 바꾸기</translation>
    </message>
    <message>
        <source>Change Volume</source>
        <translation>음량 바꾸기</translation>
    </message>
    <message>
        <source>Change Pan</source>
        <translation>팬 바꾸기</translation>
    </message>
    <message>
        <source>Change Title</source>
        <translation>제목 바꾸기</translation>
    </message>
    <message>
        <source>Change Arrangement</source>
        <translation>편성 바꾸기</translation>
    </message>
    <message>
        <source>Change Chords</source>
        <translation>화음 바꾸기</translation>
    </message>
    <message>
        <source>Insert In-Between</source>
        <translation>중간 악구 넣기</translation>
    </message>
    <message>
        <source>Insert Strip</source>
        <translation>중간 악구 차례로 넣기</translation>
    </message>
</context>
<context>
    <name>partita::ui::Evaluation</name>
    <message>
        <source>Pieces</source>
        <translation>곡</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>클립</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>혼란도</translation>
    </message>
    <message>
        <source>Loss a step</source>
        <translation>스텝당 손실</translation>
    </message>
    <message>
        <source>Perplexity a step</source>
        <translation>스텝당 혼란도</translation>
    </message>
    <message>
        <source>Reconstruction loss</source>
        <translation>복원 손실</translation>
    </message>
    <message>
        <source>KL beyond the free bits</source>
        <translation>프리 비트를 넘는 KL</translation>
    </message>
    <message>
        <source>KL in bits</source>
        <translation>KL(비트)</translation>
    </message>
    <message>
        <source>Loss of hits</source>
        <translation>타격 손실</translation>
    </message>
    <message>
        <source>Loss of velocities</source>
        <translation>세기 손실</translation>
    </message>
    <message>
        <source>Loss of timing</source>
        <translation>타이밍 손실</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Accuracy on events</source>
        <translation>이벤트 정확도</translation>
    </message>
    <message>
        <source>Accuracy on no-events</source>
        <translation>무이벤트 정확도</translation>
    </message>
    <message>
        <source>Accuracy, mean of the classes</source>
        <translation>정확도(클래스 평균)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>재현율</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Error of velocity, of 127</source>
        <translation>세기 오차(127 가운데)</translation>
    </message>
    <message>
        <source>Error of timing, of half a step</source>
        <translation>타이밍 오차(반 스텝 가운데)</translation>
    </message>
    <message>
        <source>learned from</source>
        <translation>배운 음악</translation>
    </message>
    <message>
        <source>most of this music</source>
        <translation>이 음악의 대부분</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>검증 곡</translation>
    </message>
    <message>
        <source>the rest</source>
        <translation>나머지</translation>
    </message>
    <message>
        <source>for tests</source>
        <translation>시험용</translation>
    </message>
    <message>
        <source>melody</source>
        <translation>선율</translation>
    </message>
    <message>
        <source>bass</source>
        <translation>베이스</translation>
    </message>
    <message>
        <source>drums</source>
        <translation>드럼</translation>
    </message>
    <message>
        <source>trio</source>
        <translation>트리오</translation>
    </message>
    <message>
        <source>hits</source>
        <translation>타격</translation>
    </message>
    <message>
        <source>events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>%1, left to itself</source>
        <translation>%1(혼자서)</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>this music</source>
        <translation>이 음악</translation>
    </message>
    <message>
        <source>%1 (%2–%3)</source>
        <translation>%1(%2–%3)</translation>
    </message>
    <message>
        <source>How much of %1 clips comes back</source>
        <translation>클립 %1개가 얼마나 되살아나는가</translation>
    </message>
    <message>
        <source>told each step</source>
        <translation>앞 스텝을 알려 줄 때</translation>
    </message>
    <message>
        <source>left to itself</source>
        <translation>혼자서</translation>
    </message>
    <message>
        <source>likeliest</source>
        <translation>가장 그럴듯하게</translation>
    </message>
    <message>
        <source>%1, z drawn</source>
        <translation>%1, z 추출</translation>
    </message>
    <message>
        <source>%1, z the mean</source>
        <translation>%1, z 평균</translation>
    </message>
    <message>
        <source>The posterior has collapsed: z holds %1 bits of a clip, so that the decoder makes music without heeding it. Train with more free bits or a smaller max_beta.</source>
        <translation>사후 분포가 무너졌습니다. z에 담긴 클립의 정보가 %1비트뿐이라 디코더가 z를 돌아보지 않고 음악을 만듭니다. 프리 비트를 늘리거나 max_beta를 줄여 훈련하세요.</translation>
    </message>
    <message>
        <source>A sign of posterior collapse: left to itself the decoder (%1) falls %2 behind what it does when it is told each step, so it follows its own steps rather than z. A hierarchical decoder, or scheduled sampling in training, helps.</source>
        <translation>사후 붕괴의 조짐입니다. 디코더(%1)가 혼자서 쓸 때는 앞 스텝을 알려 줄 때보다 %2 뒤처지므로, z보다 자기가 쓴 스텝을 따르고 있습니다. 계층 디코더나 훈련 중 예정 샘플링이 도움이 됩니다.</translation>
    </message>
    <message>
        <source>No sign of posterior collapse: z holds %1 bits of a clip, and the decoder keeps to it when left to itself.</source>
        <translation>사후 붕괴의 조짐이 없습니다. z에 클립의 정보가 %1비트 담겨 있고, 디코더는 혼자서 쓸 때도 z를 따릅니다.</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>%1스텝</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) gave nothing that the model reads</source>
        <translation>
            <numerusform>모델이 읽을 것이 없는 파일 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>In tunes that it has not seen, the model is as unsure as among %1 choices at each step, and what it finds likeliest is right in %2 of them.</source>
        <translation>본 적 없는 곡에서 모델은 스텝마다 %1가지 가운데 고르는 만큼 망설이고, 가장 그럴듯하다고 본 것이 %2에서 맞습니다.</translation>
    </message>
    <message>
        <source>In this music, the model is as unsure as among %1 choices at each step, and what it finds likeliest is right in %2 of them.</source>
        <translation>이 음악에서 모델은 스텝마다 %1가지 가운데 고르는 만큼 망설이고, 가장 그럴듯하다고 본 것이 %2에서 맞습니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::EvaluationDialog</name>
    <message>
        <source>&amp;Choose Folder…</source>
        <translation>폴더 고르기(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>측정(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>정지(&amp;S)</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>복사(&amp;O)</translation>
    </message>
    <message>
        <source>How Good Is It?</source>
        <translation>얼마나 좋은가</translation>
    </message>
    <message>
        <source>Chooses the music to measure the model on; folders in it count, too.</source>
        <translation>모델을 측정할 음악을 고릅니다. 안에 있는 폴더도 셉니다.</translation>
    </message>
    <message>
        <source>Puts all figures on the clipboard, as a table that spreadsheets take.</source>
        <translation>모든 수치를 표 계산 프로그램이 받는 표로 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>측정 진행</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Choose a folder of music and measure: what the model makes of it will stand here.</source>
        <translation>음악 폴더를 고르고 측정하세요. 모델의 수치가 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Choose a Folder of Music</source>
        <translation>음악 폴더 고르기</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>고른 폴더 없음</translation>
    </message>
    <message>
        <source>Choose a folder of music first.</source>
        <translation>먼저 음악 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Measures the model on all music of the folder.</source>
        <translation>폴더의 모든 음악으로 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>The model is being opened…</source>
        <translation>모델을 여는 중…</translation>
    </message>
    <message>
        <source>Another model is being measured; this one can be when that has ended.</source>
        <translation>다른 모델을 측정하고 있습니다. 끝나면 이 모델을 측정할 수 있습니다.</translation>
    </message>
    <message>
        <source>Reading the music: %1 of %2 files</source>
        <translation>음악 읽는 중: 파일 %2개 가운데 %1개</translation>
    </message>
    <message>
        <source>Measuring: %1 of %2 pieces</source>
        <translation>측정 중: %2개 가운데 %1개</translation>
    </message>
    <message>
        <source>Choosing clips: %1 of at most %2</source>
        <translation>클립 고르는 중: 최대 %2개 가운데 %1개</translation>
    </message>
    <message>
        <source>Reconstructing: %1 of %2 clips</source>
        <translation>복원 중: 클립 %2개 가운데 %1개</translation>
    </message>
</context>
<context>
    <name>partita::ui::FileSession</name>
    <message>
        <source>Saved.</source>
        <translation>저장했습니다.</translation>
    </message>
    <message>
        <source>Exported “%1”.</source>
        <translation>“%1” 내보냈습니다.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Partita documents (*.partita)</source>
        <translation>Partita 문서 (*.partita)</translation>
    </message>
    <message>
        <source>Export MIDI</source>
        <translation>MIDI 내보내기</translation>
    </message>
    <message>
        <source>Standard MIDI Files (*.mid)</source>
        <translation>표준 MIDI 파일 (*.mid)</translation>
    </message>
    <message>
        <source>Export Selection as MIDI</source>
        <translation>선택 부분을 MIDI로 내보내기</translation>
    </message>
    <message>
        <source>Unsaved Changes</source>
        <translation>저장하지 않은 변경</translation>
    </message>
    <message>
        <source>Save the changes to “%1” first?</source>
        <translation>먼저 “%1”의 변경 내용을 저장할까요?</translation>
    </message>
    <message>
        <source>Without saving they are lost.</source>
        <translation>저장하지 않으면 사라집니다.</translation>
    </message>
    <message>
        <source>Music (%1);;All files (*)</source>
        <translation>음악 (%1);;모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>partita::ui::GeneratePanel</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>테이크</translation>
    </message>
    <message>
        <source>How many takes to write at once.</source>
        <translation>한 번에 만들 테이크 수입니다.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Below 1 the model keeps to what it finds likely, above 1 it dares more.</source>
        <translation>1보다 낮으면 그럴듯한 음에 머물고, 1보다 높으면 더 과감해집니다.</translation>
    </message>
    <message>
        <source>The same seed, model and bars give the same takes again.</source>
        <translation>시드, 모델, 마디가 같으면 같은 테이크가 다시 나옵니다.</translation>
    </message>
    <message>
        <source>No model yet. Train one, or drop a checkpoint here.</source>
        <translation>아직 모델이 없습니다. 훈련하거나 체크포인트를 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>“%1” is a drum track, and this model plays no drums.</source>
        <translation>“%1”은(는) 드럼 트랙이고, 이 모델은 드럼을 연주하지 않습니다.</translation>
    </message>
    <message>
        <source>This model plays drums, and “%1” is no drum track.</source>
        <translation>이 모델은 드럼을 연주하고, “%1”은(는) 드럼 트랙이 아닙니다.</translation>
    </message>
    <message>
        <source>Steer the playing</source>
        <translation>연주 조절하기</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>무엇을 쓸지</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>다시 쓰기</translation>
    </message>
    <message>
        <source>Writes the selected bars anew.</source>
        <translation>선택한 마디를 새로 씁니다.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어 쓰기</translation>
    </message>
    <message>
        <source>Goes on behind the selected bars, or behind the track&apos;s end.</source>
        <translation>선택한 마디 뒤나 트랙 끝 뒤를 이어 씁니다.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>새로 쓰기</translation>
    </message>
    <message>
        <source>Begins from nothing, without hearing what is there.</source>
        <translation>있는 음악을 듣지 않고 처음부터 씁니다.</translation>
    </message>
    <message>
        <source>Bars to add</source>
        <translation>더할 마디</translation>
    </message>
    <message>
        <source>How many bars to write where none are selected.</source>
        <translation>선택한 마디가 없을 때 몇 마디를 쓸지 정합니다.</translation>
    </message>
    <message>
        <source>Chords</source>
        <translation>화음</translation>
    </message>
    <message>
        <source>The chords that the model plays over: those above the roll.</source>
        <translation>모델이 반주로 삼는 화음: 롤 위에 적힌 화음입니다.</translation>
    </message>
    <message>
        <source>Notes a second</source>
        <translation>초당 음표</translation>
    </message>
    <message>
        <source>How dense the playing is to be.</source>
        <translation>연주를 얼마나 촘촘하게 할지 정합니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>음계</translation>
    </message>
    <message>
        <source>Which pitches the playing prefers.</source>
        <translation>연주에서 즐겨 쓸 음높이를 정합니다.</translation>
    </message>
    <message>
        <source>All pitches alike</source>
        <translation>모든 음 똑같이</translation>
    </message>
    <message>
        <source>%1 major</source>
        <translation>%1 장조</translation>
    </message>
    <message>
        <source>Off, the model plays as it likes.</source>
        <translation>끄면 모델이 원하는 대로 연주합니다.</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
</context>
<context>
    <name>partita::ui::GroovePanel</name>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>양</translation>
    </message>
    <message>
        <source>How far the notes go from your timing and velocity to the drummer&apos;s.</source>
        <translation>음표의 타이밍과 세기가 드러머의 것으로 얼마나 옮겨 갈지 정합니다.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Of what is struck: 0 keeps to the likeliest, more dares more.</source>
        <translation>무엇을 칠지에 대한 온도입니다. 0이면 가장 그럴듯한 것만, 높을수록 과감합니다.</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>다양성</translation>
    </message>
    <message>
        <source>How unlike each other the takes are; at 0 all have the same feel.</source>
        <translation>테이크가 서로 얼마나 다를지 정합니다. 0이면 모두 느낌이 같습니다.</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>테이크</translation>
    </message>
    <message>
        <source>How many takes to write at once.</source>
        <translation>한 번에 만들 테이크 수입니다.</translation>
    </message>
    <message>
        <source>The same seed, model and bars give the same takes again.</source>
        <translation>시드, 모델, 마디가 같으면 같은 테이크가 다시 나옵니다.</translation>
    </message>
    <message>
        <source>No GrooVAE yet. Train one, or add a checkpoint.</source>
        <translation>아직 GrooVAE가 없습니다. 훈련하거나 체크포인트를 추가하세요.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>partita::ui::GrooveSession</name>
    <message>
        <source>Takes are being written; stop them first.</source>
        <translation>테이크를 만들고 있습니다. 먼저 멈추세요.</translation>
    </message>
    <message>
        <source>There is no GrooVAE yet: train one, or add a checkpoint.</source>
        <translation>아직 GrooVAE가 없습니다. 훈련하거나 체크포인트를 추가하세요.</translation>
    </message>
    <message>
        <source>“%1” is no drum track. Select bars of one that is.</source>
        <translation>“%1”은(는) 드럼 트랙이 아닙니다. 드럼 트랙의 마디를 선택하세요.</translation>
    </message>
    <message>
        <source>Select drum bars first: drag in the ruler of a drum track.</source>
        <translation>먼저 드럼 트랙의 눈금자를 끌어 마디를 선택하세요.</translation>
    </message>
    <message>
        <source>These bars of “%1” are empty; a groove needs a beat to play.</source>
        <translation>“%1”의 이 마디들은 비어 있습니다. 그루브에는 연주할 비트가 있어야 합니다.</translation>
    </message>
    <message>
        <source>Bar %1 of %2</source>
        <translation>%2 · 마디 %1</translation>
    </message>
    <message>
        <source>Bars %1–%2 of %3</source>
        <translation>%3 · 마디 %1–%2</translation>
    </message>
    <message>
        <source>No drum bars selected</source>
        <translation>고른 드럼 마디 없음</translation>
    </message>
</context>
<context>
    <name>partita::ui::ImportReport</name>
    <message>
        <source>“%1” is sound: everything in it was read.</source>
        <translation>“%1” 파일은 온전하며 모두 읽었습니다.</translation>
    </message>
    <message>
        <source>“%1” was mended while reading; all its music is here.</source>
        <translation>“%1” 파일을 읽으며 고쳤습니다. 음악은 모두 들어 있습니다.</translation>
    </message>
    <message>
        <source>Part of “%1” could not be read; what could be is here.</source>
        <translation>“%1” 파일의 일부를 읽지 못했습니다. 읽은 부분은 들어 있습니다.</translation>
    </message>
    <message>
        <source>“%1” could not be opened; nothing was changed.</source>
        <translation>“%1” 파일을 열 수 없습니다. 바뀐 것은 없습니다.</translation>
    </message>
    <message>
        <source>Import Report</source>
        <translation>가져오기 보고서</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>찾아낸 것</translation>
    </message>
</context>
<context>
    <name>partita::ui::LatentChoice</name>
    <message>
        <source>melodies</source>
        <translation>선율</translation>
    </message>
    <message>
        <source>drum patterns</source>
        <translation>드럼 패턴</translation>
    </message>
    <message>
        <source>trios</source>
        <translation>트리오</translation>
    </message>
    <message>
        <source>drumming</source>
        <translation>드럼 연주</translation>
    </message>
    <message>
        <source>bands</source>
        <translation>밴드</translation>
    </message>
</context>
<context>
    <name>partita::ui::LatentMap</name>
    <message>
        <source>Path between the clips</source>
        <translation>클립 사이의 길</translation>
    </message>
    <message>
        <source>Square between four clips</source>
        <translation>네 클립 사이의 네모</translation>
    </message>
    <message>
        <source>Pad around the clip</source>
        <translation>클립 둘레의 패드</translation>
    </message>
    <message>
        <source>%1 % of the way from %2 to %3</source>
        <translation>%2에서 %3까지 가는 길의 %1 %</translation>
    </message>
    <message>
        <source>%1 % to the right, %2 % down</source>
        <translation>오른쪽으로 %1 %, 아래로 %2 %</translation>
    </message>
    <message>
        <source>%1 % of the way from %2 to the rim</source>
        <translation>%2에서 가장자리까지의 %1 %</translation>
    </message>
</context>
<context>
    <name>partita::ui::LatentPage</name>
    <message>
        <source>Clips</source>
        <translation>클립</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>띠</translation>
    </message>
    <message>
        <source>The way from one clip to another.</source>
        <translation>한 클립에서 다른 클립으로 가는 길입니다.</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>네모</translation>
    </message>
    <message>
        <source>All places between four clips.</source>
        <translation>네 클립 사이의 모든 자리입니다.</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>패드</translation>
    </message>
    <message>
        <source>The surroundings of one clip.</source>
        <translation>한 클립의 둘레입니다.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>What the model writes at each place.</source>
        <translation>자리마다 모델이 쓰는 음악입니다.</translation>
    </message>
    <message>
        <source>Mixed notes</source>
        <translation>섞은 음표</translation>
    </message>
    <message>
        <source>The notes of the clips at once, each the louder the nearer: how it sounds without a model.</source>
        <translation>클립의 음표를 한꺼번에, 가까울수록 크게 들려줍니다. 모델이 없으면 이렇게 들립니다.</translation>
    </message>
    <message>
        <source>Progress of the in-betweens</source>
        <translation>중간 악구 진행 상황</translation>
    </message>
    <message>
        <source>Clip %1</source>
        <translation>클립 %1</translation>
    </message>
    <message>
        <source>Music (*.mid *.midi *.partita *.xml *.musicxml *.mxl *.abc);;All files (*)</source>
        <translation>음악 (*.mid *.midi *.partita *.xml *.musicxml *.mxl *.abc);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Morph needs a MusicVAE model. Train one, or add a checkpoint.</source>
        <translation>모핑에는 MusicVAE 모델이 필요합니다. 훈련하거나 체크포인트를 추가하세요.</translation>
    </message>
    <message>
        <source>Choose a clip at the left: what lies around it will be heard here.</source>
        <translation>왼쪽에서 클립을 고르세요. 그 둘레에 있는 것을 여기서 들을 수 있습니다.</translation>
    </message>
    <message>
        <source>Choose clips A and B at the left: the way between them will be drawn here.</source>
        <translation>왼쪽에서 클립 A와 B를 고르세요. 그 사이의 길이 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>Choose clips A to D at the left: the square between them will be drawn here.</source>
        <translation>왼쪽에서 클립 A부터 D까지 고르세요. 그 사이의 네모가 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>The model reads the clips…</source>
        <translation>모델이 클립을 읽는 중…</translation>
    </message>
    <message>
        <source>The model cannot read every clip. What would help stands beside it, at the left.</source>
        <translation>모델이 읽지 못하는 클립이 있습니다. 왼쪽 클립 곁에 도움말이 있습니다.</translation>
    </message>
    <message>
        <source>There is nothing to hear yet: choose a model and clips.</source>
        <translation>아직 들을 것이 없습니다. 모델과 클립을 고르세요.</translation>
    </message>
    <message>
        <source>There is no in-between yet: choose a model and clips.</source>
        <translation>아직 중간 악구가 없습니다. 모델과 클립을 고르세요.</translation>
    </message>
    <message>
        <source>A pad has no rolls in a row.</source>
        <translation>패드에는 차례로 늘어선 롤이 없습니다.</translation>
    </message>
    <message>
        <source>Not all rolls are written yet.</source>
        <translation>아직 다 쓰지 않은 롤이 있습니다.</translation>
    </message>
    <message>
        <source>Music of several instruments cannot be a take of one track; insert it.</source>
        <translation>여러 악기의 음악은 한 트랙의 테이크가 될 수 없습니다. 바로 넣으세요.</translation>
    </message>
    <message>
        <source>Choose the track whose take it shall be.</source>
        <translation>테이크를 둘 트랙을 고르세요.</translation>
    </message>
    <message>
        <source>Inserted from bar %1 on.</source>
        <translation>%1마디부터 넣었습니다.</translation>
    </message>
    <message>
        <source>Morph</source>
        <translation>모핑</translation>
    </message>
</context>
<context>
    <name>partita::ui::LevelMeter</name>
    <message>
        <source>Output level</source>
        <translation>출력 레벨</translation>
    </message>
    <message>
        <source>Output level, −60 to 0 dB</source>
        <translation>출력 레벨, −60~0 dB</translation>
    </message>
</context>
<context>
    <name>partita::ui::MainWindow</name>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>최근 파일(&amp;R)</translation>
    </message>
    <message numerus="yes">
        <source>saved %n minute(s) ago</source>
        <translation>
            <numerusform>%n분 전 저장</numerusform>
        </translation>
    </message>
    <message>
        <source>unsaved changes</source>
        <translation>저장하지 않은 변경 있음</translation>
    </message>
    <message numerus="yes">
        <source>saved %n second(s) ago</source>
        <translation>
            <numerusform>%n초 전 저장</numerusform>
        </translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Partita ended unexpectedly; unsaved work on “%1” of %2 was kept.</source>
        <translation>Partita가 예기치 않게 끝났습니다. %2에 작업하던 “%1”의 저장하지 않은 내용이 남아 있습니다.</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>Let It Go</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>“%1” is in the list of models.</source>
        <translation>“%1” 모델을 목록에 넣었습니다.</translation>
    </message>
    <message>
        <source>Track %1</source>
        <translation>트랙 %1</translation>
    </message>
    <message>
        <source>Add Model</source>
        <translation>모델 추가</translation>
    </message>
    <message>
        <source>Select notes first.</source>
        <translation>먼저 음표를 선택하세요.</translation>
    </message>
    <message>
        <source>This document does not come from a MIDI file.</source>
        <translation>이 문서는 MIDI 파일에서 온 것이 아닙니다.</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>실행 취소(&amp;U): %1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>다시 실행(&amp;R): %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>취소할 것이 없습니다.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>다시 실행할 것이 없습니다.</translation>
    </message>
    <message>
        <source>A song keeps at least one track.</source>
        <translation>곡에는 트랙이 하나는 있어야 합니다.</translation>
    </message>
    <message>
        <source>There is no track.</source>
        <translation>트랙이 없습니다.</translation>
    </message>
    <message>
        <source>&amp;Regenerate Bars</source>
        <translation>마디 다시 쓰기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Regenerate Bar %1</source>
        <translation>마디 %1 다시 쓰기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Regenerate Bars %1–%2</source>
        <translation>마디 %1–%2 다시 쓰기(&amp;R)</translation>
    </message>
    <message>
        <source>No takes are being written.</source>
        <translation>만들고 있는 테이크가 없습니다.</translation>
    </message>
    <message>
        <source>Choose a take first.</source>
        <translation>먼저 테이크를 고르세요.</translation>
    </message>
    <message>
        <source>There are no takes.</source>
        <translation>테이크가 없습니다.</translation>
    </message>
    <message>
        <source>No training is going on.</source>
        <translation>진행 중인 훈련이 없습니다.</translation>
    </message>
    <message>
        <source>Drag in the upper half of the ruler to make a loop first.</source>
        <translation>먼저 눈금자 위쪽 절반을 끌어 반복 구간을 만드세요.</translation>
    </message>
    <message>
        <source>There is no loop.</source>
        <translation>반복 구간이 없습니다.</translation>
    </message>
    <message>
        <source>Select bars or notes first.</source>
        <translation>먼저 마디나 음표를 선택하세요.</translation>
    </message>
    <message>
        <source>Exported “%1”.</source>
        <translation>“%1” 내보냈습니다.</translation>
    </message>
    <message>
        <source>The view stays where it is.</source>
        <translation>화면이 그대로 있습니다.</translation>
    </message>
    <message>
        <source>The view turns pages.</source>
        <translation>화면이 쪽을 넘깁니다.</translation>
    </message>
    <message>
        <source>The view glides along.</source>
        <translation>화면이 미끄러지듯 따라갑니다.</translation>
    </message>
    <message>
        <source>no sound device</source>
        <translation>소리 장치 없음</translation>
    </message>
    <message>
        <source>The MIDI port “%1” is not here. Plug it in, or choose another in the settings.</source>
        <translation>MIDI 포트 “%1”이(가) 없습니다. 연결하거나 설정에서 다른 것을 고르세요.</translation>
    </message>
    <message>
        <source>Export Audio</source>
        <translation>오디오 내보내기</translation>
    </message>
    <message>
        <source>WAV files (*.wav)</source>
        <translation>WAV 파일 (*.wav)</translation>
    </message>
    <message>
        <source>Choose a Tune</source>
        <translation>곡 고르기</translation>
    </message>
    <message numerus="yes">
        <source>“%1” holds %n tunes. Which one is to be opened?</source>
        <translation>
            <numerusform>“%1”에 %n곡이 있습니다. 어느 곡을 열까요?</numerusform>
        </translation>
    </message>
    <message>
        <source>No chords were found. %1</source>
        <translation>화음을 찾지 못했습니다. %1</translation>
    </message>
    <message>
        <source>“%1” cannot be used as a model. %2</source>
        <translation>“%1”은(는) 모델로 쓸 수 없습니다. %2</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors *.mag *.ckpt* *.index *.meta *.zip *.tar *.tgz *.tar.gz checkpoint weights_manifest.json);;All files (*)</source>
        <translation>체크포인트 (*.safetensors *.mag *.ckpt* *.index *.meta *.zip *.tar *.tgz *.tar.gz checkpoint weights_manifest.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>이어 쓰기(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Continue with Bar %1</source>
        <translation>마디 %1 이어 쓰기(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Continue with Bars %1–%2</source>
        <translation>마디 %1–%2 이어 쓰기(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;New from Nothing</source>
        <translation>처음부터 새로 쓰기(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;New Bar %1 from Nothing</source>
        <translation>마디 %1 새로 쓰기(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;New Bars %1–%2 from Nothing</source>
        <translation>마디 %1–%2 새로 쓰기(&amp;N)</translation>
    </message>
    <message>
        <source>There are no notes to find chords in.</source>
        <translation>화음을 찾을 음표가 없습니다.</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>why a file could not be opened</comment>
        <translation>파일을 열 수 없습니다. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>why unsaved work is not kept safe</comment>
        <translation>저장하지 않은 작업을 보관할 수 없습니다. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>why a file could not be written</comment>
        <translation>파일을 쓸 수 없습니다. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>about the sound</comment>
        <translation>소리 안내: %1</translation>
    </message>
    <message>
        <source>Generate and Groove</source>
        <translation>생성과 그루브</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Groove</source>
        <translation>그루브</translation>
    </message>
    <message>
        <source>Choose a track that has notes first.</source>
        <translation>먼저 음표가 있는 트랙을 고르세요.</translation>
    </message>
    <message>
        <source>Takes are being written; stop them first.</source>
        <translation>테이크를 만들고 있습니다. 먼저 멈추세요.</translation>
    </message>
    <message>
        <source>Choose a run that has a checkpoint first.</source>
        <translation>먼저 체크포인트가 있는 훈련을 고르세요.</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>먼저 모델을 고르세요.</translation>
    </message>
</context>
<context>
    <name>partita::ui::MessageStrip</name>
    <message>
        <source>Close this message</source>
        <translation>이 알림 닫기</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>주의</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>알림</translation>
    </message>
</context>
<context>
    <name>partita::ui::ModelMenu</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>partita::ui::MorphPanel</name>
    <message>
        <source>along the arc</source>
        <translation>호를 따라</translation>
    </message>
    <message>
        <source>straight</source>
        <translation>곧게</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>likeliest</source>
        <translation>가장 그럴듯하게</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Rolls from one clip to the other, both ends included.</source>
        <translation>양 끝을 포함해 한 클립에서 다른 클립까지의 롤 수입니다.</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>길</translation>
    </message>
    <message>
        <source>Along the arc is Magenta&apos;s way, straight that of magenta-js.</source>
        <translation>호를 따라가면 Magenta의 방식, 곧게 가면 magenta-js의 방식입니다.</translation>
    </message>
    <message>
        <source>Like this</source>
        <translation>비슷하게</translation>
    </message>
    <message>
        <source>How much of the clip is left at the rim of the pad.</source>
        <translation>패드 가장자리에 클립이 얼마나 남는지 정합니다.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>조</translation>
    </message>
    <message>
        <source>Clips in other keys are moved the shorter way, so that the in-betweens have one key.</source>
        <translation>조가 다른 클립을 가까운 쪽으로 옮겨 중간 악구의 조를 하나로 맞춥니다.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>0 writes what is likeliest; more dares more.</source>
        <translation>0이면 가장 그럴듯한 것을 쓰고, 높을수록 과감합니다.</translation>
    </message>
    <message>
        <source>The same seed gives the same music again.</source>
        <translation>시드가 같으면 같은 음악이 다시 나옵니다.</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>What lies there is replaced. Music of several instruments always gets new tracks.</source>
        <translation>그 자리에 있던 것을 바꿉니다. 여러 악기의 음악은 언제나 새 트랙에 들어갑니다.</translation>
    </message>
    <message>
        <source>From bar</source>
        <translation>시작 마디</translation>
    </message>
    <message>
        <source>Where in the song the music goes.</source>
        <translation>음악이 들어갈 곡 안의 자리입니다.</translation>
    </message>
    <message>
        <source>Into the song</source>
        <translation>곡에 넣기</translation>
    </message>
    <message>
        <source>No MusicVAE model yet. Train one, or add a checkpoint.</source>
        <translation>아직 MusicVAE 모델이 없습니다. 훈련하거나 체크포인트를 추가하세요.</translation>
    </message>
    <message>
        <source>a new track</source>
        <translation>새 트랙</translation>
    </message>
    <message>
        <source>into the key of clip A</source>
        <translation>클립 A의 조로</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>partita::ui::PhraseView</name>
    <message>
        <source>Notes of the in-between</source>
        <translation>중간 악구의 음표</translation>
    </message>
</context>
<context>
    <name>partita::ui::PianoRollView</name>
    <message>
        <source>There are no notes on the clipboard: copy some first.</source>
        <translation>클립보드에 음표가 없습니다. 먼저 복사하세요.</translation>
    </message>
    <message>
        <source>Piano roll</source>
        <translation>피아노 롤</translation>
    </message>
    <message>
        <source>No notes yet: press B and click to draw, or drop a MIDI file here.</source>
        <translation>아직 음표가 없습니다. B를 누르고 클릭해 그리거나 MIDI 파일을 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Scroll in time</source>
        <translation>시간 스크롤</translation>
    </message>
    <message>
        <source>Scroll in pitch</source>
        <translation>음높이 스크롤</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>세기</translation>
    </message>
    <message numerus="yes">
        <source>%n notes selected</source>
        <translation>
            <numerusform>음표 %n개 선택됨</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notes; Alt+Right goes from note to note</source>
        <translation>
            <numerusform>음표 %n개; Alt+오른쪽 화살표로 음표 사이를 옮겨 갑니다</numerusform>
        </translation>
    </message>
    <message>
        <source>Chords</source>
        <translation>화음</translation>
    </message>
</context>
<context>
    <name>partita::ui::PlayerProxy</name>
    <message>
        <source>No SoundFont was found, so there is no sound. Choose one in the settings.</source>
        <translation>사운드폰트를 찾지 못해 소리가 나지 않습니다. 설정에서 고르세요.</translation>
    </message>
    <message>
        <source>The MIDI device “%1” no longer answers. Choose it again once it is back.</source>
        <translation>MIDI 장치 “%1”이(가) 응답하지 않습니다. 다시 연결되면 새로 고르세요.</translation>
    </message>
    <message>
        <source>The sound device “%1” no longer answers; sound is opened anew.</source>
        <translation>소리 장치 “%1”이(가) 응답하지 않아 소리를 다시 엽니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::ProjectDocument</name>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
</context>
<context>
    <name>partita::ui::RollCanvas</name>
    <message>
        <source>This track has its notes elsewhere: Alt+Right goes to the next one, Ctrl+0 shows the whole song.</source>
        <translation>이 트랙의 음표는 다른 곳에 있습니다. Alt+오른쪽 화살표로 다음 음표로 가고, Ctrl+0으로 곡 전체를 봅니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::RollHeader</name>
    <message>
        <source>Grid that gestures keep to; Alt ignores it during a drag</source>
        <translation>동작이 따르는 격자; 끄는 동안 Alt를 누르면 무시합니다</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>격자 맞춤</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>박</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>마디</translation>
    </message>
    <message>
        <source>Triplet</source>
        <translation>셋잇단</translation>
    </message>
    <message>
        <source>Dotted</source>
        <translation>점음표</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Only rows in use</source>
        <translation>쓰는 줄만</translation>
    </message>
    <message>
        <source>Show only rows in use</source>
        <translation>쓰는 줄만 보기</translation>
    </message>
    <message>
        <source>Other tracks</source>
        <translation>다른 트랙</translation>
    </message>
    <message>
        <source>Show the other tracks&apos; notes behind</source>
        <translation>다른 트랙의 음표를 뒤에 보기</translation>
    </message>
    <message>
        <source>Hear edits</source>
        <translation>편집 들려주기</translation>
    </message>
    <message>
        <source>Sound notes while they are clicked, drawn and moved</source>
        <translation>클릭하고 그리고 옮길 때 음을 들려줍니다</translation>
    </message>
    <message>
        <source>Chords</source>
        <translation>화음</translation>
    </message>
    <message>
        <source>Show the chord symbols</source>
        <translation>화음 기호 보기</translation>
    </message>
</context>
<context>
    <name>partita::ui::RollKeys</name>
    <message>
        <source>Keyboard</source>
        <translation>건반</translation>
    </message>
    <message>
        <source>Click to hear a pitch; the right button selects all its notes</source>
        <translation>누르면 소리가 납니다. 오른쪽 단추는 그 음을 모두 선택합니다</translation>
    </message>
</context>
<context>
    <name>partita::ui::RollMenu</name>
    <message>
        <source>Select notes first.</source>
        <translation>먼저 음표를 선택하세요.</translation>
    </message>
    <message>
        <source>This track has no notes.</source>
        <translation>이 트랙에는 음표가 없습니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::RollModel</name>
    <message>
        <source>%1 · %2 (%3) · velocity %4 · %5</source>
        <translation>%1 · %2 (%3) · 세기 %4 · %5</translation>
    </message>
    <message>
        <source>Made by %1 (%2)
Seed %3, temperature %4, log-likelihood %5</source>
        <translation>%1 (%2) 생성
시드 %3, 온도 %4, 로그 가능도 %5</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>온음표</translation>
    </message>
    <message>
        <source>1/%1 dotted</source>
        <translation>점 1/%1</translation>
    </message>
    <message>
        <source>1/%1 triplet</source>
        <translation>셋잇단 1/%1</translation>
    </message>
    <message numerus="yes">
        <source>%n whole notes</source>
        <translation>
            <numerusform>온음표 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticks</source>
        <translation>
            <numerusform>%n틱</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>partita::ui::RollRuler</name>
    <message>
        <source>Ruler</source>
        <translation>눈금자</translation>
    </message>
    <message>
        <source>Upper half: drag a loop
Lower half: click to place the playhead, drag to choose bars to regenerate</source>
        <translation>위쪽 절반: 끌어서 반복 구간
아래쪽 절반: 누르면 재생 위치, 끌면 다시 쓸 마디 선택</translation>
    </message>
</context>
<context>
    <name>partita::ui::RunForm</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>구성</translation>
    </message>
    <message>
        <source>What the model reads and writes; the names are Magenta&apos;s.</source>
        <translation>모델이 읽고 쓰는 형식입니다. 이름은 Magenta를 따릅니다.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Units of each LSTM layer, separated by commas.</source>
        <translation>LSTM 층마다의 유닛 수를 쉼표로 나누어 적습니다.</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝 수</translation>
    </message>
    <message>
        <source>The step at which the run ends.</source>
        <translation>훈련이 끝나는 스텝입니다.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>Phrases looked at together in one step.</source>
        <translation>한 스텝에 함께 보는 악구의 수입니다.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>How far one step goes. Too high shakes, too low crawls.</source>
        <translation>한 스텝에 나아가는 거리입니다. 너무 크면 흔들리고 너무 작으면 더딥니다.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>The same seed, music and settings give the same model again.</source>
        <translation>시드, 음악, 설정이 같으면 같은 모델이 다시 나옵니다.</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Units of each layer that reads, in each direction, separated by commas.</source>
        <translation>읽는 층마다 방향별 유닛 수를 쉼표로 나누어 씁니다.</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>디코더</translation>
    </message>
    <message>
        <source>Units of each layer that writes, separated by commas.</source>
        <translation>쓰는 층마다 유닛 수를 쉼표로 나누어 씁니다.</translation>
    </message>
    <message>
        <source>Latent size</source>
        <translation>잠재 크기</translation>
    </message>
    <message>
        <source>Numbers that a clip is reduced to.</source>
        <translation>클립 하나를 줄여 담는 수의 개수입니다.</translation>
    </message>
    <message>
        <source>Free bits</source>
        <translation>프리 비트</translation>
    </message>
    <message>
        <source>So many bits of a clip may be remembered at no cost.</source>
        <translation>클립에서 이만큼의 비트는 대가 없이 기억합니다.</translation>
    </message>
    <message>
        <source>KL weight</source>
        <translation>KL 가중치</translation>
    </message>
    <message>
        <source>What each further bit costs in the end: more smooths the space between clips, less remembers clips better.</source>
        <translation>그 이상의 비트마다 치르는 대가입니다. 크면 클립 사이 공간이 매끄러워지고, 작으면 클립을 더 잘 기억합니다.</translation>
    </message>
    <message>
        <source>Give way to other programs</source>
        <translation>다른 프로그램에 양보</translation>
    </message>
    <message>
        <source>Takes half the processor, and only what nothing else wants: playing and editing stay smooth. Also for a run that goes on.</source>
        <translation>프로세서의 절반만, 그것도 다른 프로그램이 쓰지 않을 때만 씁니다. 연주와 편집이 끊기지 않습니다. 이어서 하는 훈련에도 적용됩니다.</translation>
    </message>
    <message>
        <source>Dropout keeps</source>
        <translation>유지 비율</translation>
    </message>
    <message>
        <source>Share of the units that work in each step; the others rest, so that none is relied on. 1 keeps all.</source>
        <translation>단계마다 일하는 유닛의 비율입니다. 나머지는 쉬게 해 어느 하나에 기대지 않게 합니다. 1이면 모두 씁니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::SeedField</name>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>다른 시드</translation>
    </message>
    <message>
        <source>Keep this seed</source>
        <translation>이 시드 유지</translation>
    </message>
</context>
<context>
    <name>partita::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>%1 (not here now)</source>
        <translation>%1 (지금은 없음)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Partita&apos;s own</source>
        <translation>Partita 기본</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정대로</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Choose a SoundFont file</source>
        <translation>사운드폰트 파일 고르기</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>소리</translation>
    </message>
    <message>
        <source>Audio driver</source>
        <translation>오디오 드라이버</translation>
    </message>
    <message>
        <source>What carries the sound to the speakers.</source>
        <translation>소리를 스피커까지 보내는 드라이버입니다.</translation>
    </message>
    <message>
        <source>SoundFont</source>
        <translation>사운드폰트</translation>
    </message>
    <message>
        <source>The instruments that play.</source>
        <translation>연주하는 악기 모음입니다.</translation>
    </message>
    <message>
        <source>MIDI out</source>
        <translation>MIDI 출력</translation>
    </message>
    <message>
        <source>An instrument or program that plays along.</source>
        <translation>함께 연주할 악기나 프로그램입니다.</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Where models run. Automatic takes the graphics card where there is one.</source>
        <translation>모델을 돌리는 곳입니다. 자동이면 그래픽 카드가 있을 때 그것을 씁니다.</translation>
    </message>
    <message>
        <source>Training threads</source>
        <translation>훈련 스레드</translation>
    </message>
    <message>
        <source>Fewer leave more of the computer to other work.</source>
        <translation>줄이면 컴퓨터가 다른 일을 할 여유가 늘어납니다.</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Takes effect when Partita starts the next time.</source>
        <translation>Partita를 다음에 시작할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>Choose a SoundFont</source>
        <translation>사운드폰트 고르기</translation>
    </message>
    <message>
        <source>SoundFonts (*.sf2 *.sf3 *.SF2 *.SF3)</source>
        <translation>사운드폰트 (*.sf2 *.sf3 *.SF2 *.SF3)</translation>
    </message>
</context>
<context>
    <name>partita::ui::ShortcutsDialog</name>
    <message>
        <source>Keys and Gestures</source>
        <translation>단축키와 동작</translation>
    </message>
    <message>
        <source>What</source>
        <translation>할 일</translation>
    </message>
    <message>
        <source>Keys or gesture</source>
        <translation>키 또는 동작</translation>
    </message>
    <message>
        <source>Piano roll</source>
        <translation>피아노 롤</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Select bars to regenerate</source>
        <translation>다시 쓸 마디 선택</translation>
    </message>
    <message>
        <source>Drag in the lower half of the ruler</source>
        <translation>눈금자 아래쪽 절반을 끌기</translation>
    </message>
    <message>
        <source>Loop region</source>
        <translation>반복 구간</translation>
    </message>
    <message>
        <source>Drag in the upper half of the ruler</source>
        <translation>눈금자 위쪽 절반을 끌기</translation>
    </message>
    <message>
        <source>Select notes</source>
        <translation>음표 선택</translation>
    </message>
    <message>
        <source>Drag over empty space; Ctrl toggles, Shift adds</source>
        <translation>빈 곳에서 끌기; Ctrl은 전환, Shift는 추가</translation>
    </message>
    <message>
        <source>Move notes</source>
        <translation>음표 옮기기</translation>
    </message>
    <message>
        <source>Drag a note; Shift keeps to one axis, Alt ignores the grid</source>
        <translation>음표를 끌기; Shift는 한 방향으로만, Alt는 격자 무시</translation>
    </message>
    <message>
        <source>Copy notes</source>
        <translation>음표 복사</translation>
    </message>
    <message>
        <source>Ctrl+drag a note</source>
        <translation>Ctrl을 누른 채 음표를 끌기</translation>
    </message>
    <message>
        <source>Change length</source>
        <translation>길이 바꾸기</translation>
    </message>
    <message>
        <source>Drag either edge of a note</source>
        <translation>음표의 양쪽 끝 가운데 하나를 끌기</translation>
    </message>
    <message>
        <source>Change velocity</source>
        <translation>세기 바꾸기</translation>
    </message>
    <message>
        <source>Drag a bar in the lane below the roll</source>
        <translation>롤 아래 칸의 막대를 끌기</translation>
    </message>
    <message>
        <source>Zoom time about the pointer</source>
        <translation>포인터를 중심으로 시간 확대</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+휠</translation>
    </message>
    <message>
        <source>Zoom pitch about the pointer</source>
        <translation>포인터를 중심으로 음높이 확대</translation>
    </message>
    <message>
        <source>Ctrl+Shift+wheel</source>
        <translation>Ctrl+Shift+휠</translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation>스크롤</translation>
    </message>
    <message>
        <source>Wheel; Shift+wheel sideways; drag with the middle button</source>
        <translation>휠; Shift+휠은 가로로; 가운데 단추로 끌기</translation>
    </message>
    <message>
        <source>Hear a key</source>
        <translation>건반 듣기</translation>
    </message>
    <message>
        <source>Click the keyboard at the left</source>
        <translation>왼쪽 건반을 누르기</translation>
    </message>
</context>
<context>
    <name>partita::ui::Studio</name>
    <message>
        <source>A studio for symbolic music.</source>
        <translation>기호 음악을 위한 스튜디오.</translation>
    </message>
    <message>
        <source>Opens the demo tune.</source>
        <translation>예제 곡을 엽니다.</translation>
    </message>
    <message>
        <source>A Partita document or MIDI file to open.</source>
        <translation>열 Partita 문서나 MIDI 파일.</translation>
    </message>
</context>
<context>
    <name>partita::ui::TakeProgress</name>
    <message>
        <source>Progress of the takes</source>
        <translation>테이크 진행률</translation>
    </message>
</context>
<context>
    <name>partita::ui::TakeSession</name>
    <message>
        <source>Drag in the ruler to select bars.</source>
        <translation>눈금자를 끌어 마디를 선택하세요.</translation>
    </message>
    <message>
        <source>Bar %1 of %2</source>
        <translation>%2 · 마디 %1</translation>
    </message>
    <message>
        <source>Bars %1–%2 of %3</source>
        <translation>%3 · 마디 %1–%2</translation>
    </message>
    <message>
        <source>Takes are being written; stop them first.</source>
        <translation>테이크를 만들고 있습니다. 먼저 멈추세요.</translation>
    </message>
    <message>
        <source>There is no model yet: train one, or add a checkpoint.</source>
        <translation>아직 모델이 없습니다. 훈련하거나 체크포인트를 추가하세요.</translation>
    </message>
    <message>
        <source>Select bars first: drag in the ruler.</source>
        <translation>먼저 눈금자를 끌어 마디를 선택하세요.</translation>
    </message>
    <message>
        <source>There are no takes yet.</source>
        <translation>아직 테이크가 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n takes are the most; accept one or discard them.</source>
        <translation>
            <numerusform>테이크는 %n개까지입니다. 하나를 채택하거나 모두 버리세요.</numerusform>
        </translation>
    </message>
    <message>
        <source>This model plays over chords: write some above the roll first.</source>
        <translation>이 모델은 화음 위에서 연주합니다. 먼저 롤 위에 화음을 적으세요.</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>why no takes were written</comment>
        <translation>테이크를 쓰지 못했습니다. %1</translation>
    </message>
    <message>
        <source>Grooves and in-betweens have no more like them: make them again with another seed.</source>
        <translation>그루브와 중간 악구는 더 만들 수 없습니다. 다른 시드로 다시 만드세요.</translation>
    </message>
</context>
<context>
    <name>partita::ui::TrackDelegate</name>
    <message>
        <source>M</source>
        <comment>mute, one letter</comment>
        <translation>M</translation>
    </message>
    <message>
        <source>S</source>
        <comment>solo, one letter</comment>
        <translation>S</translation>
    </message>
    <message>
        <source>Name of the track</source>
        <translation>트랙 이름</translation>
    </message>
    <message>
        <source>%1, channel %2. Double-click to rename.</source>
        <translation>%1, 채널 %2. 두 번 눌러 이름을 바꿉니다.</translation>
    </message>
    <message>
        <source>Mute (M)</source>
        <translation>음소거 (M)</translation>
    </message>
    <message>
        <source>Solo (S)</source>
        <translation>솔로 (S)</translation>
    </message>
    <message>
        <source>Volume %1</source>
        <translation>음량 %1</translation>
    </message>
    <message>
        <source>Pan: middle</source>
        <translation>팬: 가운데</translation>
    </message>
    <message>
        <source>Pan: %1 left</source>
        <translation>팬: 왼쪽 %1</translation>
    </message>
    <message>
        <source>Pan: %1 right</source>
        <translation>팬: 오른쪽 %1</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
</context>
<context>
    <name>partita::ui::TrackList</name>
    <message>
        <source>Piano</source>
        <translation>피아노</translation>
    </message>
    <message>
        <source>Chromatic percussion</source>
        <translation>유율 타악기</translation>
    </message>
    <message>
        <source>Organ</source>
        <translation>오르간</translation>
    </message>
    <message>
        <source>Guitar</source>
        <translation>기타</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>베이스</translation>
    </message>
    <message>
        <source>Strings</source>
        <translation>현악기</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>앙상블</translation>
    </message>
    <message>
        <source>Brass</source>
        <translation>금관</translation>
    </message>
    <message>
        <source>Reed</source>
        <translation>리드</translation>
    </message>
    <message>
        <source>Pipe</source>
        <translation>관악기</translation>
    </message>
    <message>
        <source>Synth lead</source>
        <translation>신스 리드</translation>
    </message>
    <message>
        <source>Synth pad</source>
        <translation>신스 패드</translation>
    </message>
    <message>
        <source>Synth effects</source>
        <translation>신스 효과</translation>
    </message>
    <message>
        <source>World</source>
        <translation>민속 악기</translation>
    </message>
    <message>
        <source>Percussive</source>
        <translation>타악</translation>
    </message>
    <message>
        <source>Sound effects</source>
        <translation>효과음</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>파랑</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>호박색</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>초록</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>빨강</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>보라</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>올리브</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>분홍</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>회색</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>트랙</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>음소거</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>솔로</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>악기</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
</context>
<context>
    <name>partita::ui::TrackListModel</name>
    <message>
        <source>Drums</source>
        <translation>드럼</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>음표 1개</translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>음표 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>muted</source>
        <translation>음소거됨</translation>
    </message>
    <message>
        <source>solo</source>
        <translation>솔로</translation>
    </message>
</context>
<context>
    <name>partita::ui::TrainingPage</name>
    <message>
        <source>step %1</source>
        <translation>%1스텝</translation>
    </message>
    <message>
        <source>running</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · 일시 정지</translation>
    </message>
    <message>
        <source>%1 · failed</source>
        <translation>%1 · 실패</translation>
    </message>
    <message>
        <source>%1 · interrupted</source>
        <translation>%1 · 중단됨</translation>
    </message>
    <message>
        <source>step %1 of %2 · loss %3 · perplexity %4 · accuracy %5 %</source>
        <translation>%1/%2스텝 · 손실 %3 · 혼란도 %4 · 정확도 %5 %</translation>
    </message>
    <message>
        <source>%1 elapsed · %2 left</source>
        <translation>%1 지남 · %2 남음</translation>
    </message>
    <message>
        <source>Music to learn from</source>
        <translation>학습할 음악</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>훈련 기록</translation>
    </message>
    <message>
        <source>Runs will be listed here, those of earlier days too.</source>
        <translation>지난 훈련까지 여기에 나열됩니다.</translation>
    </message>
    <message>
        <source>solid: training · dashed: held-out tunes · dotted: a uniform guess</source>
        <translation>실선: 훈련 · 파선: 검증 곡 · 점선: 균등 추측</translation>
    </message>
    <message>
        <source>No folder chosen</source>
        <translation>고른 폴더 없음</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>세는 중…</translation>
    </message>
    <message>
        <source>A run is going on; stop it first.</source>
        <translation>훈련이 진행 중입니다. 먼저 멈추세요.</translation>
    </message>
    <message>
        <source>Choose a folder of music first.</source>
        <translation>먼저 음악 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>%1 훈련 중</translation>
    </message>
    <message>
        <source>reading the music…</source>
        <translation>음악을 읽는 중…</translation>
    </message>
    <message>
        <source>reading the music: %1 of %2 files</source>
        <translation>음악을 읽는 중: 파일 %2개 가운데 %1개</translation>
    </message>
    <message>
        <source>Choose a run in the list first.</source>
        <translation>먼저 목록에서 훈련을 고르세요.</translation>
    </message>
    <message>
        <source>This run has no checkpoint to go on from.</source>
        <translation>이 훈련에는 이어 갈 체크포인트가 없습니다.</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>why training failed</comment>
        <translation>훈련이 실패했습니다. %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>a warning while training</comment>
        <translation>훈련 중 알림: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of music</source>
        <translation>
            <numerusform>음악 파일 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of records</source>
        <translation>
            <numerusform>레코드 파일 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a Folder of Music</source>
        <translation>음악 폴더 고르기</translation>
    </message>
    <message>
        <source>Any folder of MIDI, MusicXML, ABC or TFRecord files; folders in it count, too.</source>
        <translation>MIDI, MusicXML, ABC, TFRecord 파일이 든 폴더면 됩니다. 안에 있는 폴더도 셉니다.</translation>
    </message>
    <message>
        <source>Choose a folder of music and start training: loss and accuracy will be drawn here as they change.</source>
        <translation>음악 폴더를 고르고 훈련을 시작하세요. 손실과 정확도가 바뀌는 대로 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>solid: training · dashed: held-out tunes</source>
        <translation>실선: 훈련 · 파선: 검증 곡</translation>
    </message>
    <message>
        <source>step %1 of %2 · loss %3 · KL %4 bits · accuracy %5 %</source>
        <translation>%1/%2스텝 · 손실 %3 · KL %4비트 · 정확도 %5 %</translation>
    </message>
</context>
<context>
    <name>partita::ui::TrainingProcess</name>
    <message>
        <source>Training could not start: “%1” cannot be run (%2). Install Partita&apos;s command line beside the studio.</source>
        <translation>훈련을 시작하지 못했습니다. “%1”을(를) 실행할 수 없습니다(%2). Partita 명령줄 프로그램을 스튜디오와 같은 곳에 설치하세요.</translation>
    </message>
    <message>
        <source>Training gave up without saying why.</source>
        <translation>훈련이 이유를 알리지 않고 그만두었습니다.</translation>
    </message>
    <message>
        <source>Training ended all of a sudden: it crashed, or was killed because memory ran out. Its last checkpoint is kept; start the run again to go on from there.</source>
        <translation>훈련이 갑자기 끝났습니다. 오류가 났거나 메모리가 모자라 강제로 끝난 것입니다. 마지막 체크포인트는 남아 있으니 다시 시작하면 거기서 이어집니다.</translation>
    </message>
    <message>
        <source>Training ended with exit status %1 and no word why.</source>
        <translation>훈련이 이유 없이 종료 상태 %1(으)로 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>partita::ui::TransportBar</name>
    <message>
        <source>Position in bars, beats and ticks</source>
        <translation>마디, 박, 틱 위치</translation>
    </message>
    <message>
        <source>Bar, beat, tick</source>
        <translation>마디, 박, 틱</translation>
    </message>
    <message>
        <source> bpm</source>
        <translation> bpm</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>빠르기</translation>
    </message>
    <message>
        <source>Tempo at the playhead, in quarter notes a minute</source>
        <translation>재생 위치의 빠르기, 1분당 4분음표 수</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>박자</translation>
    </message>
    <message>
        <source>Time signature at the playhead</source>
        <translation>재생 위치의 박자표</translation>
    </message>
</context>
<context>
    <name>partita::ui::VelocityLane</name>
    <message>
        <source>Velocities</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>Drag over the bars to set velocities; hold Shift for a straight line</source>
        <translation>막대 위를 끌어 세기를 정합니다. Shift를 누르면 직선이 됩니다</translation>
    </message>
    <message>
        <source>%1 · velocity %2</source>
        <translation>%1 · 세기 %2</translation>
    </message>
</context>
</TS>
