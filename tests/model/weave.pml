/* How the resumers of a weave and its body hand control to and fro: ResumeWeave,
 * YieldFromWeave, GoOn and CancelWeave of runtime/strand_pool_weave.cc, over the
 * pool and directly.
 *
 * Resumers send numbers of their own, the body yields what it got, and at some
 * time the weave is cancelled. Shown: the body computes only while a resumer
 * waits for its answer; each answer goes to the resumer whose value it is for;
 * what was sent is answered or not taken; nobody waits for ever.
 *
 * Each critical section of the pool is one atomic step. Who looks out may stop
 * whenever it likes, and the body may decide not to. */

#define RESUMERS 3
#define TIMES 1 /* resumes of each */
#define BODY RESUMERS /* its strand */
#define NONE 255

/* mutation: FOUND_BEFORE_IT_WAITS
 * mutation: NO_LINE
 * mutation: LINE_IS_FORGOTTEN
 * mutation: CANCEL_WHILE_RUNNING_IS_LOST
 * mutation: UNSETTLED_RESUME
 * mutation: UNSETTLED_CANCEL
 * mutation: ANSWERS_WITHOUT_LOOKING
 * mutation: SETTLED_RESUME_IS_LOST */

mtype = { kParked, kRunning, kCancelled, kFinished }; /* Weave::State */
mtype = { kYielded, kWasCancelled, kGone };           /* WeaveOutcome */

/* --- Weave, under the pool's mutex_; the body has yielded once -------------- */
mtype weave = kParked;
bool cancel_requested = false;
byte resumer = NONE;
byte line[RESUMERS]; /* from first_waiting_ on */
byte in_line = 0;

/* --- Strand ------------------------------------------------------------------ */
byte received[RESUMERS + 1] = NONE;
mtype outcome[RESUMERS + 1];
bool waits[RESUMERS + 1]; /* kResuming or kParked */
mtype = { kNone, kCalled, kCallSettled };
mtype call[RESUMERS] = kNone;
bool token[RESUMERS + 1]; /* of its Parker */

/* --- Weave::Direct ----------------------------------------------------------- */
#define kSettled 0
#define kAwaits 1
#define kTaken 2
#define kSettledResumed 3
#define MARK 4 /* and more: a resumer */
byte word = kSettled;
byte direct_sent = NONE;

bool ready = false; /* the body is parked */
byte unfinished = RESUMERS;

/* Makes `s` runnable: HandOver or EnqueueWoken, later Unpark. */
inline Give(s) {
  assert(waits[s]);
  waits[s] = false;
  token[s] = true
}

/* StrandPool::Settle, in a critical section, which begins with WhenStored: while
 * the value is being stored it waits. */
#define WhenStored word != kTaken
inline Settle() {
  if
  :: word == kAwaits ->
     word = kSettled; weave = kParked; waits[BODY] = true
  :: word >= MARK ->
     weave = kRunning; resumer = word - MARK;
     waits[resumer] = true; call[resumer] = kCallSettled;
#ifdef SETTLED_RESUME_IS_LOST
     word = kSettled
#else
     word = kSettledResumed
#endif
  :: else
  fi
}

/* StrandPool::EndWeave: the first in line is told, the others are too late. */
inline EndWeave() {
  weave = (in_line == 0 -> kCancelled : kFinished);
  for (i : 0 .. RESUMERS - 1) {
    if
    :: i < in_line ->
       outcome[line[i]] = (i == 0 -> kWasCancelled : kGone);
       Give(line[i])
    :: else
    fi
  }
  in_line = 0
}

/* StrandPool::ResumeWeave, if the body does not look out */
inline ResumeOverPool(s, sent) {
  atomic {
#ifndef UNSETTLED_RESUME
    WhenStored;
    Settle();
#endif
    if
    :: weave == kFinished -> outcome[s] = kGone; must_wait = false
    :: weave == kCancelled ->
       weave = kFinished; outcome[s] = kWasCancelled; must_wait = false
    :: weave == kParked ->
       weave = kRunning; resumer = s; must_wait = true;
       received[BODY] = sent; outcome[BODY] = kYielded;
#ifndef FOUND_BEFORE_IT_WAITS
       waits[s] = true;
#endif
       Give(BODY)
    :: weave == kRunning ->
       must_wait = true; received[s] = sent; waits[s] = true;
#ifdef NO_LINE
       resumer = s
#else
       line[in_line] = s; in_line++
#endif
    fi
  }
#ifdef FOUND_BEFORE_IT_WAITS
  waits[s] = waits[s] || must_wait;
#endif
  if
  :: must_wait -> atomic { token[s] -> token[s] = false }
  :: else
  fi
}

/* StrandPool::ResumeWeave */
inline Resume(s, sent) {
  /* ResumeDirectly */
  atomic {
    directly = (word == kAwaits);
    if
    :: directly -> word = kTaken
    :: else
    fi
  }
  if
  :: directly ->
     direct_sent = sent;
     word = MARK + s;
     /* AwaitAnswer */
     if
     :: call[s] != kNone
     :: atomic {
          WhenStored;
          if
          :: word == MARK + s -> Settle()
          :: else
          fi
        }
     fi;
     call[s] != kNone;
     if
     :: call[s] == kCallSettled -> atomic { token[s] -> token[s] = false }
     :: else
     fi;
     call[s] = kNone
  :: else -> ResumeOverPool(s, sent)
  fi
}

active [RESUMERS] proctype Resumer() {
  byte n = 0;
  bool must_wait, directly;
  ready;
  do
  :: n < TIMES ->
     Resume(_pid, _pid * TIMES + n);
     if
     :: outcome[_pid] == kYielded ->
        assert(received[_pid] == _pid * TIMES + n)
     :: else -> break
     fi;
     received[_pid] = NONE;
     n++
  :: else -> break
  od;
  unfinished--
}

/* AnswerDirectly: at once, or not at all. */
inline AnswerDirectly() {
  directly = false;
  if
  :: word >= MARK ->
     to = word - MARK;
#ifdef ANSWERS_WITHOUT_LOOKING
     word = kAwaits; directly = true;
#else
     atomic {
       directly = (word == MARK + to);
       if
       :: directly -> word = kAwaits
       :: else
       fi
     }
#endif
     if
     :: directly ->
        assert(!waits[to] && received[to] == NONE);
        received[to] = value; outcome[to] = kYielded;
        call[to] = kCalled
     :: else
     fi
  :: true
  fi
}

/* AnswerOverPool, with GoOn */
inline AnswerOverPool() {
  atomic {
    WhenStored;
    Settle();
    word = kSettled;
    assert(resumer != NONE && waits[resumer]);
    to = resumer; resumer = NONE;
    outcome[to] = kYielded; received[to] = value;
    parks = !cancel_requested && in_line == 0;
    if
    :: parks ->
       if /* it looks out, or it does not */
       :: word = kAwaits
       :: weave = kParked; waits[BODY] = true
       fi;
       Give(to)
    :: cancel_requested ->
       outcome[BODY] = kWasCancelled; EndWeave(); Give(to)
    :: !parks && !cancel_requested ->
       resumer = line[0]; in_line--;
#ifndef LINE_IS_FORGOTTEN
       for (i : 0 .. RESUMERS - 2) { line[i] = line[i + 1] }
#else
       in_line = 0;
#endif
       received[BODY] = received[resumer]; received[resumer] = NONE;
       outcome[BODY] = kYielded; Give(to)
    fi
  }
}

/* AwaitResume, or the sleep of a body that does not look out. */
inline AwaitResume() {
  if
  :: word != kAwaits
  :: atomic {
       WhenStored;
       if
       :: word == kAwaits -> Settle()
       :: else
       fi
     }
  fi;
  WhenStored;
  if
  :: atomic { word == kSettled -> skip };
     atomic { token[BODY] -> token[BODY] = false }
  :: atomic {
       word == kSettledResumed || word >= MARK ->
       outcome[BODY] = kYielded;
       received[BODY] = direct_sent; direct_sent = NONE
     }
  fi
}

/* StrandPool::YieldFromWeave, again and again. */
active proctype Body() {
  byte value = NONE, to, i;
  bool parks = true, directly;
  atomic { waits[BODY] = true; ready = true };
  do
  :: if
     :: parks -> AwaitResume()
     :: else
     fi;
     if
     :: outcome[BODY] == kWasCancelled -> break
     :: else
     fi;
     atomic { value = received[BODY]; received[BODY] = NONE };
     assert(value != NONE);
     /* It computes: somebody waits for it. */
     assert(word >= MARK || (resumer != NONE && waits[resumer]));
     AnswerDirectly();
     if
     :: directly -> parks = true
     :: else -> AnswerOverPool()
     fi
  od
}

/* StrandPool::CancelWeave: at the latest when nobody is left to resume. */
active proctype Canceller() {
  ready;
  if
  :: unfinished == 0
  :: unfinished > 0
  fi;
  atomic {
#ifndef UNSETTLED_CANCEL
    WhenStored;
    Settle();
#endif
    if
    :: weave == kRunning ->
#ifndef CANCEL_WHILE_RUNNING_IS_LOST
       cancel_requested = true
#else
       skip
#endif
    :: weave == kParked ->
       weave = kCancelled; outcome[BODY] = kWasCancelled; Give(BODY)
    :: else
    fi
  }
}
