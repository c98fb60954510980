import { serve } from "../engine/server";
import { Aws } from "./aws";

serve(new Aws());
