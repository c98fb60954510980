import { serve } from "../engine/server";
import { Random } from "./random";

serve(new Random());
